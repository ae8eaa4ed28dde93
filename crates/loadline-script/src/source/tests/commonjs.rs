//! CommonJS: what `require`, `import` and bundles see, as k6 has it.

use expect_test::expect;

use super::{Files, check, check_refusal, complaint};

#[test]
fn code_without_a_word_of_modules_is_commonjs_run_strictly() {
    check(
        &[(
            "main.js",
            "print(typeof module, typeof exports, typeof require, this === exports, (function () { return this })() === undefined);\n\
             nope = 1;",
        )],
        expect![[r#"
            object object function true true
            main.js:2:1: nope is not defined"#]],
    );
}

#[test]
fn an_import_sees_what_commonjs_exports() {
    check(
        &[
            (
                "main.js",
                "import d, { a, missing } from './a.js'; import * as all from './a.js';\n\
                 import f from './f.js'; import e from './e.js'; import five from './five.js';\n\
                 print(d, a, missing === undefined, all.a, all.late, f(), f.p, e, five);",
            ),
            ("a.js", "exports.a = 1; exports.default = 'D'; exports['late'] = 2;"),
            ("f.js", "module.exports = function f() { return 'called' }; module.exports.p = 2;"),
            (
                "e.js",
                "Object.defineProperty(exports, '__esModule', { value: true }); exports.e = 3;",
            ),
            ("five.js", "module.exports = 5;"),
        ],
        expect![[r#"D 1 true 1 2 called 2 {"e":3} 5"#]],
    );
}

#[test]
fn names_are_found_in_what_transpilers_write() {
    let program = Files::of(&[(
        "main.js",
        "Object.defineProperty(exports, 'one', { enumerable: true, get: function () { return 1 } });\n\
         var __export = (target, all) => { for (var name in all) target[name] = all[name] };\n\
         __export(exports, { two: () => 2 });\n\
         exports.three = exports.four = void 0;\n\
         0 && (module.exports = { five, 'six-six': 6 });",
    )])
    .load("main.js")
    .unwrap();
    let code = program.modules[0].code.lines().last().unwrap();
    expect![[r#"}).call($module.exports,$module,$module.exports);const $exports=$module.exports,$default=$exports?.default===undefined?$exports:$exports.default,{"five":$0,"four":$1,"one":$2,"six-six":$3,"three":$4,"two":$5,}=Object($exports);export{$default as default,$0 as "five",$1 as "four",$2 as "one",$3 as "six-six",$4 as "three",$5 as "two"};"#]].assert_eq(code);
}

#[test]
fn require_gives_exports_namespaces_and_json() {
    check(
        &[
            (
                "main.js",
                "const a = require('./a.js'), m = require('./m.js'), j = require('./j.json'), k = require('k6');\n\
                 print(a, Object.keys(m), m.default, j, k.sleep, require('./a.js') === a);",
            ),
            ("a.js", "exports.a = 1;"),
            ("m.js", "export const x = 1; export default 'M';"),
            ("j.json", "[1, 2]"),
        ],
        expect![[r#"{"a":1} ["default","x"] M [1,2] 1 true"#]],
    );
}

#[test]
fn a_cycle_of_requires_sees_what_is_there_so_far() {
    check(
        &[
            ("main.js", "print(require('./a.js'));"),
            ("a.js", "exports.early = 1; exports.b = require('./b.js'); exports.late = 2;"),
            ("b.js", "exports.seen = Object.keys(require('./a.js'));"),
        ],
        expect![[r#"{"early":1,"b":{"seen":["early"]},"late":2}"#]],
    );
}

#[test]
fn a_require_runs_when_it_is_called_and_fails_where_it_can_be_caught() {
    check(
        &[
            (
                "main.js",
                "print('first'); require('./a.js'); try { require('./missing.js') } catch { print('caught') }",
            ),
            ("a.js", "print('second');"),
        ],
        expect![[r#"
            first
            second
            caught"#]],
    );
}

#[test]
fn why_a_literal_require_finds_nothing_is_kept() {
    let files = Files::of(&[
        ("main.js", "require('k6/x/kafka'); require('./broken.js');"),
        ("broken.js", "let = ;"),
    ]);
    let program = files.load("main.js").unwrap();
    let reason =
        |name: &str| complaint(program.refusal(&program.modules[0].specifier, name).unwrap());
    expect![[r#"
        main.js:1:9: the module k6/x/kafka is not supported
        hint: it is an extension of k6 in Go; the modules of k6 itself are there"#]]
    .assert_eq(&reason("k6/x/kafka"));
    expect!["broken.js:1:7: syntax error: unexpected token"].assert_eq(&reason("./broken.js"));
}

#[test]
fn the_wrapper_moves_no_place() {
    check(&[("main.js", "const x = 1; nope();")], expect!["main.js:1:14: nope is not defined"]);
    check(&[("main.js", "// first\nnope(); // last")], expect!["main.js:2:1: nope is not defined"]);
}

#[test]
fn a_return_at_the_top_ends_the_module() {
    check(&[("main.js", "print('before'); if (true) return; print('after');")], expect!["before"]);
}

#[test]
fn code_that_only_sloppy_mode_takes_is_refused_as_in_k6() {
    check_refusal(
        &[("main.js", "var a = 1;\nwith ({ a }) { print(a) }")],
        expect!["main.js:2:1: syntax error: 'with' statements are not allowed"],
    );
    check_refusal(
        &[("main.js", "var a = 010;")],
        expect![[r#"
        main.js:1:9: syntax error: '0'-prefixed octal literals and octal escape sequences are deprecated
        hint: for octal literals use the '0o' prefix instead"#]],
    );
}

#[test]
fn a_bundle_that_names_its_own_require_is_left_alone() {
    check(
        &[(
            "main.js",
            "(function (modules) { function load(n) { var m = { exports: {} }; modules[n](load, m, m.exports); return m.exports }\n\
             module.exports = load('./main'); })({ './main': function (require, module, exports) { exports.x = require('./dep').y; print(exports.x); },\n\
             './dep': function (require, module, exports) { exports.y = 'bundled' } });",
        )],
        expect!["bundled"],
    );
}
