//! The files of other tools that `loadline import` reads.

use loadline_import::results::FORMATS;

use super::topic::table;

pub(super) fn text() -> String {
    let formats: Vec<_> = FORMATS.iter().map(|f| (f.name, f.made_by)).collect();
    format!(
        "loadline import FILE finds out which of these it is; --format NAME says it:\n\n{}",
        table(&formats)
    )
}
