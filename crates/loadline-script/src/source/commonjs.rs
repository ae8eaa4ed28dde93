//! CommonJS as an ES module: a line before, a line after, and every place in between as it was.
//!
//! Code and the names others ask for go in; the text of an ES module comes out. The code runs as in k6: strictly,
//! in a function with `this` equal to `exports`. `default` is `exports.default` where there is one and the whole
//! `module.exports` where there is none, as k6 has it for both directions.

use std::collections::BTreeSet;

/// What the wrapper puts before the code of that module: one call, without a line break.
pub(super) fn prefix(specifier: &str) -> String {
    let name = serde_json::Value::from(specifier);
    format!("const[$module,require]=__loadline_commonjs({name});(function(module,exports){{")
}

/// What the wrapper puts behind the code: the exports by name.
pub(super) fn suffix(names: &BTreeSet<String>) -> String {
    let mut bound = String::new();
    let mut exported = String::new();
    for (number, name) in names.iter().filter(|name| *name != "default").enumerate() {
        let name = serde_json::Value::from(name.as_str());
        bound.push_str(&format!("{name}:${number},"));
        exported.push_str(&format!(",${number} as {name}"));
    }
    format!(
        "\n}}).call($module.exports,$module,$module.exports);const $exports=$module.exports,\
         $default=$exports?.default===undefined?$exports:$exports.default,{{{bound}}}=Object($exports);\
         export{{$default as default{exported}}};\n"
    )
}
