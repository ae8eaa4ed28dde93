//! The machine the server runs on, as far as somebody told: SQL does not.
//!
//! Deliberately not here: looking at this machine (the binary does, where the server is on it).

use std::str::FromStr;

/// What the data lies on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disk {
    /// Spinning.
    Hdd,
    /// Flash behind SATA or a cloud's network disk.
    Ssd,
    /// Flash on the bus.
    Nvme,
    /// A storage network.
    San,
}

impl Disk {
    /// Each with its name on the command line.
    pub const ALL: [(&'static str, Self); 4] =
        [("hdd", Self::Hdd), ("ssd", Self::Ssd), ("nvme", Self::Nvme), ("san", Self::San)];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, disk)| *disk == self).map_or("unknown", |(name, _)| name)
    }
}

impl FromStr for Disk {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let names = || Self::ALL.map(|(name, _)| name).join(", ");
        let found = Self::ALL.iter().find(|(name, _)| *name == text);
        found.map(|(_, disk)| *disk).ok_or_else(|| format!("no such disk; disks: {}", names()))
    }
}

/// A machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Machine {
    /// Memory.
    pub memory_bytes: i64,
    /// Processors.
    pub cores: u32,
    /// The disk, where known.
    pub disk: Option<Disk>,
}
