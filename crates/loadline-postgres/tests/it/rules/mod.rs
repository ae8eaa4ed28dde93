//! Every rule on a real server: what it finds where the fault was planted, and its silence where all is well.

mod checked;
mod connections;
mod healthy;
mod indexes;
mod materialised_view;
mod planted;
mod replicas;
mod settings;
mod sweep;
mod tables;

use checked::{checked, checked_on, cluster, found, loud, only, settled};
