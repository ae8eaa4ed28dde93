//! Bundles: their source maps lead back to the files they were made of.

use base64::Engine as _;
use expect_test::expect;

use super::{Files, check};

/// Two sources: the second line of the bundle is `src/b.ts` line 3 from column 5, the third has no source.
const MAP: &str =
    r#"{"version":3,"sources":["../src/a.js","webpack://app/b.ts"],"mappings":"AAAA;ACEI,KAAM;A"}"#;

const BUNDLE: &str = "exports.x = 1;\nnope();\nother();\n//# sourceMappingURL=";

fn inline() -> String {
    let coded = base64::engine::general_purpose::STANDARD.encode(MAP);
    format!("{BUNDLE}data:application/json;charset=utf-8;base64,{coded}\n")
}

#[test]
fn an_exception_in_a_bundle_is_placed_in_its_source() {
    check(
        &[("dist/main.js", &format!("{BUNDLE}main.js.map")), ("dist/main.js.map", MAP)],
        expect!["webpack://app/b.ts:3:5: nope is not defined"],
    );
    check(&[("dist/main.js", &inline())], expect!["webpack://app/b.ts:3:5: nope is not defined"]);
}

#[test]
fn places_are_those_of_the_last_mapping_before() {
    let files = Files::of(&[("dist/main.js", &inline())]);
    let program = files.load("dist/main.js").unwrap();
    let name = &program.modules[0].specifier;
    let shift = program.modules[0].map.shift;
    let place = |line, column| {
        let place = program.place(name, line, column);
        format!("{}:{}:{}", place.file, place.line, place.column)
    };
    assert_eq!(place(1, shift + 9), "src/a.js:1:1");
    assert_eq!(place(2, 2), "webpack://app/b.ts:3:5");
    assert_eq!(place(2, 6), "webpack://app/b.ts:3:11");
    assert_eq!(place(3, 4), "dist/main.js:3:1");
}

#[test]
fn a_map_that_is_of_no_use_is_a_warning() {
    let warning = |mention: &str, map: &str| {
        let main = format!("export {{}};\n//# sourceMappingURL={mention}");
        let files = Files::of(&[("main.js", &main), ("main.js.map", map)]);
        files.redacted(&files.load("main.js").unwrap().warnings.join("\n"))
    };
    expect![
        "the source map of main.js is not used: [folder]/gone.map could not be found on local disk"
    ]
    .assert_eq(&warning("gone.map", ""));
    expect!["the source map of main.js is not used: its data is not base64"]
        .assert_eq(&warning("data:application/json,{}", ""));
    expect!["the source map of main.js is not used: maps are read from local files only"]
        .assert_eq(&warning("https://host/main.js.map", ""));
    expect![
        "the source map of main.js is not used: EOF while parsing an object at line 1 column 1"
    ]
    .assert_eq(&warning("main.js.map", "{"));
    expect!["the source map of main.js is not used: only version 3 is known"]
        .assert_eq(&warning("main.js.map", "{\"version\": 2}"));
    let mappings =
        |text: &str| format!("{{\"version\": 3, \"sources\": [], \"mappings\": \"{text}\"}}");
    expect!["the source map of main.js is not used: AA is no mapping"]
        .assert_eq(&warning("main.js.map", &mappings("AA")));
    expect!["the source map of main.js is not used: -1 is no place"]
        .assert_eq(&warning("main.js.map", &mappings("D")));
    expect!["the source map of main.js is not used: gggggggggggggggC is no mapping"]
        .assert_eq(&warning("main.js.map", &mappings("gggggggggggggggC")));
}

#[test]
fn a_mention_inside_a_string_is_no_map() {
    let main = "const text = '//# sourceMappingURL=gone.map'; export {};";
    let program = Files::of(&[("main.js", main)]).load("main.js").unwrap();
    assert_eq!(program.warnings, Vec::<String>::new());
}
