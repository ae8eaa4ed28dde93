//! `cargo xtask tidy`: the style rules that no compiler knows. One rule per file, each a function from
//! the tree of files to findings, all registered in `rules`.

mod arrows;
mod attributes;
mod core_purity;
mod entry_point;
mod file_length;
mod file_names;
mod foreign_words;
mod function_length;
mod headers;
mod module_files;
mod report;
mod rule;
mod rules;
mod test_binaries;
mod tree;
mod unfinished;
mod unsafe_notes;

pub(crate) use report::run;

#[cfg(test)]
mod tests;
