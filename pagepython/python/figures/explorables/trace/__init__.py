"""Nothing is traced in the page; these are the names that the figures' sources ask for."""
