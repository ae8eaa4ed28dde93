//! TypeScript: types go, what has a meaning at run time stays, places lead back.

use expect_test::expect;

use super::{check, check_refusal};

#[test]
fn types_are_stripped_and_meaning_is_kept() {
    check(
        &[
            (
                "main.ts",
                "import { T, value } from './types.ts';\n\
                 import type { U } from './nowhere.ts';\n\
                 enum Color { Red = 'r', Green = 'g' }\n\
                 const enum Size { Big = 5 }\n\
                 namespace N { export const q = 4 }\n\
                 abstract class P<X> { constructor(private readonly z: X, public w?: string) {} get(): X { return this.z } }\n\
                 class Q extends P<number> {}\n\
                 function over(a: string): string; function over(a: any) { return a }\n\
                 const t = { a: 1 } satisfies T; let u: U | undefined;\n\
                 print(t, value!, Color.Green, Color, Size.Big, N.q, new Q(3).get(), <any>over('o') as string, u ?? 0);\n",
            ),
            ("types.ts", "export interface T { a: number }\nexport const value: number = 2;"),
        ],
        expect![[r#"{"a":1} 2 g {"Red":"r","Green":"g"} 5 4 3 o 0"#]],
    );
}

#[test]
fn a_place_leads_back_to_the_typescript() {
    check(
        &[(
            "main.ts",
            "interface Long {\n  a: string;\n}\nfunction f(_: Long): never {\n  const text: string = 'ä'; throw new Error('bad');\n}\nf({ a: 'x' });\nexport {};\n",
        )],
        expect!["main.ts:5:39: bad"],
    );
}

#[test]
fn typescript_without_modules_is_commonjs_with_its_places() {
    check(
        &[
            ("main.js", "import x from './lib.cts'; print(x.a); x.fail();"),
            (
                "lib.cts",
                "type A = number;\nexports.a = 1 as A;\nexports.fail = (): void => { nope(); };\n",
            ),
        ],
        expect![[r#"
            1
            lib.cts:3:30: nope is not defined"#]],
    );
}

#[test]
fn an_import_used_as_a_type_only_is_not_loaded() {
    check(
        &[(
            "main.ts",
            "import { Gone } from './nowhere.ts'; let x: Gone | null = null; print(x); export {};",
        )],
        expect!["null"],
    );
}

#[test]
fn a_mistake_in_typescript_has_its_place() {
    check_refusal(
        &[("main.ts", "export const a = 1;\nlet b: = 3;\n")],
        expect!["main.ts:2:8: syntax error: unexpected token"],
    );
    check_refusal(
        &[("main.ts", "@dec class A {}\nexport default 1;")],
        expect![[r#"
        main.ts:1:1: decorators are not supported
        hint: call the function on the class instead"#]],
    );
    check_refusal(
        &[("main.tsx", "export default () => <a>text</a>;")],
        expect![[r#"
            main.tsx:1:30: syntax error: unterminated regular expression
            hint: JSX is not supported"#]],
    );
    check_refusal(
        &[("main.ts", "let a: number = 1;\nlet a = 2;\nexport {};")],
        expect!["main.ts:2:5: syntax error: identifier `a` has already been declared"],
    );
}

#[test]
fn the_typescript_form_of_require_works() {
    check(
        &[("main.ts", "import a = require('./a.js'); print(a.x);"), ("a.js", "exports.x = 1;")],
        expect!["1"],
    );
}

#[test]
fn the_typescript_form_of_exports_works() {
    check(
        &[
            ("main.js", "print(require('./a.ts'));"),
            ("a.ts", "const a: number = 1;\nexport = { a };"),
        ],
        expect![[r#"{"a":1}"#]],
    );
}

#[test]
fn newer_javascript_in_typescript_stays_as_it_is() {
    check(
        &[(
            "main.ts",
            "class A { static #count = 0n; static { this.#count++ } #x?: number = 2; get x() { return this.#x ?? 0 } static get count(): bigint { return A.#count } }\n\
             const o = { a: { b: null as null | { c: number } } }; let n: number | null = null; n ??= 5;\n\
             label: for (const x of [1, 2]) { if (x > 1) break label; }\n\
             print(new A().x, String(A.count), o?.a?.b?.c === undefined, n, [1, 2, 3].at(-1)!, 1_000, /(?<y>\\d+)/u.exec('a12')!.groups!.y, `t${n}`);\n\
             export {};",
        )],
        expect!["2 1 true 5 3 1000 12 t5"],
    );
}

#[test]
fn extensions_of_modules_and_commonjs_are_typescript_too() {
    check(
        &[
            ("main.mts", "import { a } from './a.ts'; print(a as number);"),
            ("a.ts", "export const a: number = 1;"),
        ],
        expect!["1"],
    );
}
