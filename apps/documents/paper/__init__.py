"""Documents on paper: what stands on it (`content`), whose paper it is, how it is worded, and the PDF of it."""
