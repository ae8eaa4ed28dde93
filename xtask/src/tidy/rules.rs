//! All rules, in the order in which they are run and reported.

use super::{
    arrows, attributes, core_purity, entry_point, file_length, file_names, foreign_words,
    function_length, headers, module_files, rule::Rule, test_binaries, unfinished, unsafe_notes,
};

pub(super) const RULES: [Rule; 13] = [
    arrows::RULE,
    headers::RULE,
    file_names::RULE,
    module_files::RULE,
    entry_point::RULE,
    test_binaries::RULE,
    file_length::RULE,
    function_length::RULE,
    attributes::RULE,
    unsafe_notes::RULE,
    core_purity::RULE,
    unfinished::RULE,
    foreign_words::RULE,
];
