"""A file in, plain arrays out; decoding runs in processes of its own."""
