//! The threads that work is shared out to.

use crate::commands::failure::{Failure, code};
use rayon::{ThreadPool, ThreadPoolBuilder};

/// So many threads; 0 stands for all cores.
pub(crate) fn pool(threads: usize) -> Result<ThreadPool, Failure> {
    let pool = ThreadPoolBuilder::new().num_threads(threads).build();
    pool.map_err(|error| Failure::new(code::FILE, error))
}
