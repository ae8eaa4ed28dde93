//! What imports stand for: paths with and without extension, packages, builtin modules.

use expect_test::expect;

use super::{Files, check, check_refusal};

#[test]
fn what_k6_wants_written_out_is_tried_as_well() {
    check(
        &[
            ("main.js", "import './a'; import './b'; import './c'; import './d.js'; export {};"),
            ("a.js", "print('a.js'); export {};"),
            ("b.ts", "print('b.ts' as string); export {};"),
            ("c/index.ts", "print('c/index.ts'); export {};"),
            ("d.ts", "print('d.ts'); export {};"),
        ],
        expect![[r#"
            a.js
            b.ts
            c/index.ts
            d.ts"#]],
    );
}

#[test]
fn packages_are_found_upwards_by_their_description() {
    check(
        &[
            (
                "deep/er/main.js",
                "import a from 'plain'; import b from 'main'; import c from 'module'; import d from '@scope/exports';\n\
                 import e from '@scope/exports/sub'; import f from '@scope/exports/lib/f.js'; import g from 'plain/lib/g'; import r from './r.js';\n\
                 print(a, b, c, d, e, f, g, r);",
            ),
            ("deep/er/r.js", "module.exports = require('@scope/exports');"),
            ("node_modules/plain/index.js", "export default 'plain';"),
            ("node_modules/plain/lib/g.js", "export default 'g';"),
            ("deep/node_modules/main/package.json", r#"{ "main": "./lib" }"#),
            ("deep/node_modules/main/lib.js", "module.exports = 'main';"),
            ("node_modules/main/index.js", "export default 'too far up';"),
            ("node_modules/module/package.json", r#"{ "main": "./c.js", "module": "./m.js" }"#),
            ("node_modules/module/m.js", "export default 'module';"),
            (
                "node_modules/@scope/exports/package.json",
                r#"{ "exports": { ".": { "types": "./x.d.ts", "require": "./r.js", "import": { "node": "./n.js", "default": "./i.js" } },
                    "./sub": ["./s.js"], "./lib/*.js": "./src/*.js", "./lib/private/*": null } }"#,
            ),
            ("node_modules/@scope/exports/i.js", "export default 'import';"),
            ("node_modules/@scope/exports/r.js", "module.exports = 'require';"),
            ("node_modules/@scope/exports/s.js", "export default 'sub';"),
            ("node_modules/@scope/exports/src/f.js", "export default 'f';"),
        ],
        expect!["plain main module import sub f g require"],
    );
}

#[test]
fn a_package_that_does_not_say_is_an_error_of_the_import() {
    let description =
        ("node_modules/p/package.json", r#"{ "exports": { "./a": "../../outside.js" } }"#);
    let outside = ("outside.js", "");
    check_refusal(
        &[("main.js", "import 'p';"), description, outside],
        expect!["main.js:1:8: the package p in [folder]/node_modules/p has no main file"],
    );
    check_refusal(
        &[("main.js", "import 'p/a';"), description, outside],
        expect!["main.js:1:8: the package p in [folder]/node_modules/p does not offer a"],
    );
    check_refusal(
        &[("main.js", "import 'q';"), ("node_modules/q/package.json", "{ \"main\": ")],
        expect![
            "main.js:1:8: [folder]/node_modules/q/package.json: EOF while parsing a value at line 1 column 10"
        ],
    );
}

#[test]
fn builtin_modules_are_listed_with_the_names_asked_of_them() {
    let files = Files::of(&[(
        "main.js",
        "import http, { get } from 'k6/http'; import * as k6 from 'k6'; export { post } from 'k6/http'; k6.sleep(1);",
    )]);
    let program = files.load("main.js").unwrap();
    expect![[r#"{"k6": {"sleep"}, "k6/http": {"default", "get", "post"}}"#]]
        .assert_eq(&format!("{:?}", program.builtins));
    let main = &program.modules[0].specifier;
    assert_eq!(program.resolve(main, "k6/http"), Some("k6/http"));
    assert_eq!(program.resolve(main, "k6/metrics"), None);
}

#[test]
fn modules_that_are_not_there_say_so_with_their_place() {
    for (name, expected) in [
        (
            "k6/nope",
            expect![[r#"
            main.js:2:17: unknown module: k6/nope
            hint: the modules are k6, k6/http, k6/metrics and the others of k6's documentation"#]],
        ),
        (
            "k6/browser",
            expect![[r#"
            main.js:2:17: the module k6/browser is not supported
            hint: it drives a browser; requests can be sent with k6/http"#]],
        ),
        (
            "k6/x/kafka",
            expect![[r#"
            main.js:2:17: the module k6/x/kafka is not supported
            hint: it is an extension of k6 in Go; the modules of k6 itself are there"#]],
        ),
        (
            "k6/experimental/browser",
            expect![[r#"
            main.js:2:17: the module k6/experimental/browser no longer exists
            hint: it became k6/browser, which drives a browser and is not supported"#]],
        ),
        (
            "k6/experimental/grpc",
            expect![[r#"
            main.js:2:17: the module k6/experimental/grpc no longer exists
            hint: import k6/net/grpc instead"#]],
        ),
        (
            "k6/experimental/redis",
            expect![[r#"
            main.js:2:17: the module k6/experimental/redis no longer exists
            hint: it became the extension k6/x/redis, and extensions are not supported"#]],
        ),
        (
            "k6/experimental/timers",
            expect![[r#"
            main.js:2:17: the module k6/experimental/timers no longer exists
            hint: remove the import: setTimeout and its siblings are global"#]],
        ),
        (
            "k6/experimental/tracing",
            expect![[r#"
            main.js:2:17: the module k6/experimental/tracing no longer exists
            hint: use the JavaScript module http-instrumentation-tempo of k6's jslib instead"#]],
        ),
        (
            "k6/experimental/webcrypto",
            expect![[r#"
            main.js:2:17: the module k6/experimental/webcrypto no longer exists
            hint: remove the import: crypto is global"#]],
        ),
    ] {
        check_refusal(&[("main.js", &format!("\n  import x from '{name}';"))], expected);
    }
}
