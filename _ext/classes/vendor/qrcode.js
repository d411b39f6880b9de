/*! qrcode-generator - MIT License (c) 2009 Kazuhiko Arase, http://www.d-project.com/; "QR Code" is a registered trademark of DENSO WAVE INCORPORATED */
import qrcode from "qrcode-generator";

globalThis.bookQrcode = qrcode;
