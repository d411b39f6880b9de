"""Plain frozen records of what a figure shows and of what moves it; knows no host."""
