//! Plain JavaScript: modules, cycles, JSON, what stays as it was written.

use expect_test::expect;

use super::{Files, check};
use crate::source::Kind;

#[test]
fn plain_javascript_is_compiled_as_it_was_written() {
    let text = "import { sleep } from 'k6';\nexport default function () { sleep(1) }\n";
    let program = Files::of(&[("main.js", text)]).load("main.js").unwrap();
    assert_eq!(program.modules[0].code, text);
    assert_eq!(program.modules[0].kind, Kind::Module);
}

#[test]
fn a_script_imports_by_path_and_each_module_runs_once() {
    check(
        &[
            (
                "main.js",
                "import { a } from './lib/a.js'; import { b } from './lib/b.js'; print(a, b);",
            ),
            ("lib/a.js", "print('a runs'); export const a = 1;"),
            ("lib/b.js", "import { a } from '../lib/a.js'; export const b = a + 1;"),
        ],
        expect![[r#"
            a runs
            1 2"#]],
    );
}

#[test]
fn a_cycle_of_modules_is_fine() {
    check(
        &[
            ("main.js", "import { b } from './one.js'; print(b());"),
            ("one.js", "export { b } from './two.js'; export function a() { return 'a' }"),
            ("two.js", "import { a } from './one.js'; export function b() { return 'b' + a() }"),
        ],
        expect!["ba"],
    );
}

#[test]
fn json_is_a_default_export_with_and_without_attributes() {
    check(
        &[
            (
                "main.js",
                "import a from './d.json'; import b from './d.json' with { type: 'json' }; print(a, a === b);",
            ),
            ("d.json", "{\"__proto__\": 1, \"text\": \"\\u00e9 it's\"}\n"),
        ],
        expect![[r#"{"__proto__":1,"text":"é it's"} true"#]],
    );
}

#[test]
fn attributes_are_blanked_and_move_nothing() {
    let main = "import a from './d.json' with { type: 'json' }; nope();\nexport {};";
    check(&[("main.js", main), ("d.json", "1")], expect!["main.js:1:49: nope is not defined"]);
}

#[test]
fn a_module_awaits_at_its_top_with_no_word_of_import_or_export() {
    check(&[("main.js", "print(await Promise.resolve('waited'));")], expect!["waited"]);
}

#[test]
fn a_byte_order_mark_and_a_first_line_for_the_shell_are_no_mistake() {
    check(&[("main.js", "\u{feff}print('marked'); export {};")], expect!["marked"]);
    check(&[("main.js", "#!/usr/bin/env loadline\nprint('shell'); export {};")], expect!["shell"]);
    check(&[("main.js", "#!/usr/bin/env loadline\nprint('common');")], expect!["common"]);
}

#[test]
fn import_calls_load_what_they_name() {
    check(
        &[
            ("main.js", "const m = await import('./a.js'); print(m.a);"),
            ("a.js", "export const a = 'later';"),
        ],
        expect!["later"],
    );
}

#[test]
fn an_import_call_that_finds_nothing_fails_when_it_is_called() {
    check(
        &[(
            "main.js",
            "try { await import('./missing.js') } catch (error) { print(error.message) }",
        )],
        expect!["Error resolving module './missing.js' from '[folder]/main.js'"],
    );
}

#[test]
fn columns_count_characters() {
    check(
        &[("main.js", "export {};\nconst ä = '\u{1f600}ü'; nope();")],
        expect!["main.js:2:17: nope is not defined"],
    );
}

#[test]
fn a_script_from_standard_input_imports_from_the_working_folder() {
    let files = Files::of(&[("a.js", "export const a = 'beside';")]);
    let text = b"import { a } from './a.js'; print(a);".to_vec();
    let program =
        crate::source::Program::load_bytes(text, files.path(), &super::offline()).unwrap();
    expect!["beside"].assert_eq(&super::run(program));
}

#[test]
fn file_urls_and_absolute_paths_are_paths() {
    let files = Files::of(&[("with space/a.js", "export const a = 'there';")]);
    let folder = files.path().to_str().unwrap().to_owned();
    let main = format!(
        "import {{ a }} from 'file://{folder}/with%20space/a.js'; import * as b from '{folder}/with space/a.js'; \
         print(a, a === b.a);"
    );
    files.write("main.js", main.as_bytes());
    expect!["there true"].assert_eq(&files.prints("main.js"));
    assert_eq!(files.load("main.js").unwrap().modules.len(), 2);
}

#[test]
fn a_file_of_any_name_is_javascript() {
    check(
        &[("main", "import './x.weird'; print('main');"), ("x.weird", "print('x'); export {};")],
        expect![[r#"
        x
        main"#]],
    );
}

#[test]
fn names_come_through_modules_that_pass_them_on() {
    check(
        &[
            (
                "main.js",
                "import { a, c, common, all, f } from './pass.js'; print(a, c, common, all.a, f);",
            ),
            (
                "pass.js",
                "export * from './lib.js'; export * from './common.js'; export * as all from './lib.js';",
            ),
            (
                "lib.js",
                "export const [a, { b: c }] = [1, { b: 2 }]; export { a as f }; export * from './pass.js';",
            ),
            ("common.js", "exports.common = 3;"),
        ],
        expect!["1 2 3 1 1"],
    );
}
