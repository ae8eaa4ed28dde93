//! Each thing that can be wrong with a script, word for word.

use expect_test::expect;

use super::{Files, check_refusal};
use crate::source::read::FILE_BYTES_MAX;

#[test]
fn a_mistake_of_syntax_has_file_line_and_column() {
    check_refusal(
        &[("main.js", "export default function () {\n  let a = ;\n}\n")],
        expect!["main.js:2:11: syntax error: unexpected token"],
    );
    check_refusal(
        &[("main.js", "export default function () {\n")],
        expect!["main.js:2:1: syntax error: expected `}` but found `EOF`"],
    );
    check_refusal(
        &[("main.js", "const text = 'open;\nexport {};")],
        expect!["main.js:1:14: syntax error: unterminated string"],
    );
    check_refusal(
        &[("main.js", "let a; let a; export {};")],
        expect!["main.js:1:12: syntax error: identifier `a` has already been declared"],
    );
    check_refusal(
        &[("main.js", "export { nowhere };")],
        expect!["main.js:1:10: syntax error: export 'nowhere' is not defined"],
    );
    check_refusal(
        &[("main.js", "export default function () { break; }")],
        expect![[r#"
        main.js:1:30: syntax error: illegal break statement
        hint: a `break` statement can only be used within an enclosing iteration or switch statement"#]],
    );
    check_refusal(
        &[("main.js", "import './lib.js';"), ("lib.js", "\n\u{e4} = = 1")],
        expect!["lib.js:2:5: syntax error: unexpected token"],
    );
}

#[test]
fn a_file_that_cannot_be_read_is_named_where_it_is_imported() {
    check_refusal(
        &[("main.js", "export {};\nimport x from './missing.js';")],
        expect![[r#"
        main.js:2:15: ./missing.js could not be found on local disk: there is no file [folder]/missing.js
        hint: a path is relative to the importing file, with its extension"#]],
    );
    check_refusal(
        &[("main.js", "import x from './folder';"), ("folder/x.js", "")],
        expect![[r#"
            main.js:1:15: ./folder is a directory without an index.js
            hint: name the file in it"#]],
    );
    check_refusal(
        &[("main.js", "import 'lib.js';"), ("lib.js", "")],
        expect![[r#"
        main.js:1:8: lib.js could not be recognised as a module, and no node_modules has it
        hint: a file beside the importing one is named with a dot: ./lib.js"#]],
    );
    check_refusal(
        &[("main.js", "import _ from 'lodash';")],
        expect![[r#"
        main.js:1:15: lodash could not be recognised as a module, and no node_modules has it
        hint: a name is that of a builtin module (k6/http), a path (./x.js, /x.js, file://), a URL (https://) or a package in a node_modules folder beside or above the importing file"#]],
    );
    check_refusal(
        &[("main.js", "import fs from 'node:fs';")],
        expect![[r#"
        main.js:1:16: node:fs could not be recognised as a module, and no node_modules has it
        hint: modules of Node.js are not there; those of k6 are, as in k6/http"#]],
    );
    check_refusal(
        &[("main.js", "import '';")],
        expect![[r#"
        main.js:1:8: an import needs the name of a module
        hint: a name is that of a builtin module (k6/http), a path (./x.js, /x.js, file://), a URL (https://) or a package in a node_modules folder beside or above the importing file"#]],
    );
}

#[test]
fn a_script_that_cannot_be_read_is_told_apart() {
    let files = Files::of(&[("folder/x.js", ""), ("broken.js", "export {")]);
    expect![[r#"
        missing.js: could not be found on local disk
        hint: give the path of a script, an https:// URL, or - for standard input"#]]
    .assert_eq(&files.refusal("missing.js"));
    expect![[r#"
        folder: is a directory
        hint: give the path of a script, an https:// URL, or - for standard input"#]]
    .assert_eq(&files.refusal("folder"));
    assert!(files.load("missing.js").unwrap_err().entry);
    assert!(!files.load("broken.js").unwrap_err().entry);
}

#[test]
fn what_is_not_text_is_refused_at_its_first_byte() {
    let files = Files::of(&[("main.js", "import './bad.js';")]);
    files.write("bad.js", b"// fine\nlet a = '\xc3\xa4\xff';");
    expect!["bad.js:2:11: invalid UTF-8"].assert_eq(&files.refusal("main.js"));
    expect!["bad.js:2:11: invalid UTF-8"].assert_eq(&files.refusal("bad.js"));
}

#[test]
fn a_file_beyond_the_bound_is_refused() {
    let files = Files::of(&[("main.js", "import './big.js';")]);
    files.write("big.js", &vec![b' '; FILE_BYTES_MAX + 1]);
    expect!["main.js:1:8: big.js is larger than 32 MiB"].assert_eq(&files.refusal("main.js"));
}

#[test]
fn a_name_that_a_module_does_not_export_is_found_before_it_runs() {
    let lib = (
        "lib.js",
        "export const [a, { b: c }] = [1, { b: 2 }]; export function d() {} export class E {} export { a as f };",
    );
    check_refusal(
        &[("main.js", "import {\n  a, nope } from './lib.js';"), lib],
        expect![[r#"
        main.js:2:6: ./lib.js does not provide an export named nope
        hint: it exports E, a, c, d, f"#]],
    );
    check_refusal(
        &[("main.js", "import d from './lib.js';"), lib],
        expect![[r#"
        main.js:1:8: ./lib.js does not provide an export named default
        hint: it exports E, a, c, d, f"#]],
    );
    check_refusal(
        &[("main.js", "export { x as y } from './x.js';"), ("x.js", "export {};")],
        expect![[r#"
            main.js:1:10: ./x.js does not provide an export named x
            hint: it exports nothing"#]],
    );
    check_refusal(
        &[("main.js", "import { x } from './x.json';"), ("x.json", "{\"x\": 1}")],
        expect![[r#"
            main.js:1:10: ./x.json does not provide an export named x
            hint: it exports default"#]],
    );
    check_refusal(
        &[
            ("main.js", "import { x } from './a.js';"),
            ("a.js", "export * from './b.js';"),
            ("b.js", "export * from './a.js';"),
        ],
        expect![[r#"
            main.js:1:10: ./a.js does not provide an export named x
            hint: it exports nothing"#]],
    );
}

#[test]
fn json_is_checked_with_its_place() {
    check_refusal(
        &[("main.js", "import d from './d.json';"), ("d.json", "{\n  \"a\": 1,\n}")],
        expect!["d.json:3:1: invalid JSON: key must be a string"],
    );
}

#[test]
fn other_schemes_and_short_names_say_what_is_accepted() {
    check_refusal(
        &[("main.js", "import 'http://host/x.js';")],
        expect![[r#"
        main.js:1:8: imports from http:// are not supported: http://host/x.js
        hint: file:// and https:// are"#]],
    );
    check_refusal(
        &[("main.js", "import 'ftp://host/x.js';")],
        expect![[r#"
        main.js:1:8: imports from ftp:// are not supported: ftp://host/x.js
        hint: file:// and https:// are"#]],
    );
    check_refusal(
        &[("main.js", "import 'file://host/x.js';")],
        expect![[r#"
        main.js:1:8: no path in file://host/x.js
        hint: three slashes begin a local one: file:///folder/x.js"#]],
    );
    check_refusal(
        &[("main.js", "import 'github.com/a/b/x.js';")],
        expect![[r#"
        main.js:1:8: short names at github.com are not supported: github.com/a/b/x.js
        hint: write the full URL of the JavaScript file itself, with https://"#]],
    );
    check_refusal(
        &[("main.js", "import 'cdnjs.com/libraries/x';")],
        expect![[r#"
        main.js:1:8: short names at cdnjs.com are not supported: cdnjs.com/libraries/x
        hint: write the full URL of the JavaScript file itself, with https://"#]],
    );
}
