//! The `taizhang` program: see the library for how it is built.

fn main() {}
