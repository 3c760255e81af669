//! A sealed folder as it is read: the list, the keys, the index.

use crate::commands::encrypt::folder::place::header_path;
use crate::commands::encrypt::secrets::about;
use crate::commands::encrypt::sign::LIST;
use crate::commands::failure::{Failure, code};
use mfn::crypto::chunked::open_bytes;
use mfn::crypto::folder::{Index, SealedList, index_context};
use mfn::crypto::{Error, Header, Limits, Purpose, Secret, Unlocked};
use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};

/// A sealed folder whose list was read.
pub(crate) struct Contents {
    pub(crate) folder: PathBuf,
    pub(crate) list: SealedList,
}

/// A sealed folder whose index was opened.
pub(crate) struct Opened {
    pub(crate) folder: PathBuf,
    pub(crate) list: SealedList,
    /// By number, the header of a data key and what it gave.
    pub(crate) keys: BTreeMap<u32, (Header, Unlocked)>,
    pub(crate) index: Index,
}

impl Contents {
    /// Reads the list.
    pub(crate) fn read(folder: &Path) -> Result<Self, Failure> {
        let path = folder.join(LIST);
        let text = std::fs::read(&path).map_err(|error| {
            let failure = Failure::io("read", &path, error);
            failure.with_hint("a folder is sealed when its seal.json is there")
        })?;
        let list = SealedList::parse(&text).map_err(about(&path))?;
        Ok(Self { folder: folder.to_owned(), list })
    }

    /// The header of a data key, which has to be this folder's.
    pub(crate) fn header(&self, number: u32) -> Result<Header, Failure> {
        let path = header_path(&self.folder, number);
        let mut file = File::open(&path).map_err(|error| Failure::io("open", &path, error))?;
        let header = Header::read(&mut file).map_err(about(&path))?;
        if header.purpose() != Purpose::Folder || *header.id() != self.list.id {
            return Err(about(&path)(Error::HeaderAltered));
        }
        Ok(header)
    }

    /// Opens every data key and the index.
    pub(crate) fn open(self, secrets: &[Secret], limits: Limits) -> Result<Opened, Failure> {
        let mut keys = BTreeMap::new();
        for number in self.list.keys() {
            let header = self.header(number)?;
            let unlocked = header.unlock(secrets, limits);
            let path = header_path(&self.folder, number);
            keys.insert(number, (header, unlocked.map_err(about(&path))?));
        }
        let path = self.folder.join(&self.list.index.path);
        let sealed = std::fs::read(&path).map_err(|error| Failure::io("read", &path, error))?;
        let Some((_, unlocked)) = keys.get(&self.list.index.key) else {
            return Err(Failure::message(code::FILE, "the index has no key"));
        };
        let context = index_context(&self.list.id);
        let text = open_bytes(&sealed, &unlocked.key, &context).map_err(about(&path))?;
        let index = Index::parse(&text).map_err(about(&path))?;
        let Self { folder, list } = self;
        let opened = Opened { folder, list, keys, index };
        opened.check()?;
        Ok(opened)
    }
}

impl Opened {
    /// The index is the folder's, and names no key that the list has not.
    fn check(&self) -> Result<(), Failure> {
        let foreign = self.index.files.iter().find(|entry| !self.keys.contains_key(&entry.key));
        if self.index.id != self.list.id || foreign.is_some() {
            let path = self.list.index.path.clone();
            let found = "is the index of another state of this folder".to_owned();
            return Err(Failure::from(Error::Content { path, found }));
        }
        Ok(())
    }

    /// The data key of that number.
    pub(crate) fn key(&self, number: u32) -> Result<&mfn::crypto::SecretKey, Failure> {
        let found = self.keys.get(&number).map(|(_, unlocked)| &unlocked.key);
        found.ok_or_else(|| Failure::message(code::FILE, format!("there is no key {number}")))
    }
}
