"""One kind of repair a file: a function that changes a draft and notes what it did. Their order is in ../order.py."""
