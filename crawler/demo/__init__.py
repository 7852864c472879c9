"""A small web in a box: invented sites, what becomes of them month by month, and a server that plays them."""
