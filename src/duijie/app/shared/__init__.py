"""What all pages share (公用): layout, words, permissions, errors, paging."""
