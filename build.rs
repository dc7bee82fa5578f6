//! Lists the sample files of `seeds/demo`, each named by its kind, so that no kind is named in the
//! program.

use std::fmt::Write as _;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=seeds/demo");
    let root = env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?;
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
    let mut files = fs::read_dir("seeds/demo")?.collect::<io::Result<Vec<_>>>()?;
    files.sort_by_key(fs::DirEntry::file_name);
    let mut list = String::from("&[");
    for file in files {
        let name = file.file_name().to_string_lossy().into_owned();
        if let Some(kind) = name.strip_suffix(".csv") {
            let path = format!("{root}/seeds/demo/{name}");
            write!(list, "({kind:?}, include_bytes!({path:?})),").map_err(io::Error::other)?;
        }
    }
    list.push(']');
    fs::write(format!("{out}/demo.rs"), list)
}
