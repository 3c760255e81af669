//! Whether a run fits into memory, asked before anything is allocated.

use crate::commands::failure::{Failure, code};
use mfn::config::Preset;
use mfn::engine::memory_bytes;

/// Refuses a run that needs more memory than there is.
pub(crate) fn check(preset: &Preset) -> Result<(), Failure> {
    let need = memory_bytes(&preset.model, preset.grid, preset.precision, preset.scheme);
    let what = format!("{} cells", preset.grid);
    let way_out = if preset.grid.is_volume() {
        "lower grid.layers, grid.rows and grid.cols, or set time.precision=f32"
    } else {
        "lower grid.rows and grid.cols, or set time.precision=f32"
    };
    check_bytes(need, &what, way_out)
}

/// Refuses a run of `what` that needs more memory than there is.
pub(crate) fn check_bytes(need: u128, what: &str, way_out: &str) -> Result<(), Failure> {
    let Some(available) = available_bytes().filter(|&available| need > available) else {
        return Ok(());
    };
    let message = format!(
        "a run of {what} needs {need} bytes ({}), and {available} bytes ({}) are available",
        human(need),
        human(available)
    );
    Err(Failure::message(code::USAGE, message).with_hint(way_out))
}

fn human(bytes: u128) -> String {
    format!("{:.1} GiB", bytes as f64 / f64::from(1 << 30))
}

/// What the kernel says can be had without swapping; `None` where it does not say.
pub(crate) fn available_bytes() -> Option<u128> {
    let text = std::fs::read_to_string("/proc/meminfo").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    let kibibytes: u128 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}
