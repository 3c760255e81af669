//! A sealed folder: a public list of what is in it, and a sealed index of what that means.
//!
//! ```text
//! FOLDER/seal.json        the list: paths, sizes and SHA-256 of the sealed files
//! FOLDER/k0/header        gives data key 0 to the recipients (`Header` with `Purpose::Folder`)
//! FOLDER/k0/index         the index, sealed: path, size and SHA-256 of every file
//! FOLDER/k0/…             sealed files, each a C2SP message under data key 0
//! ```
//!
//! The context of a file is the folder's id ‖ its path. `k1` and so on hold what was sealed later
//! under another key; `seal.json` is replaced at once, so it always tells of one whole state.

mod index;
mod list;
mod padding;
mod paths;

pub use crate::crypto::folder::index::{Index, IndexEntry};
pub use crate::crypto::folder::list::{SealedFile, SealedList, Token, TokenKey};
pub use crate::crypto::folder::padding::padded_length;
pub use crate::crypto::folder::paths::check_path;

/// The context of a file: id ‖ path.
pub fn file_context(id: &[u8; 16], path: &str) -> Vec<u8> {
    [id.as_slice(), path.as_bytes()].concat()
}

/// The context of the index, which no path has.
pub fn index_context(id: &[u8; 16]) -> Vec<u8> {
    [id.as_slice(), b"\0index"].concat()
}
