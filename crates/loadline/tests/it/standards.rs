//! The packs as people read them.

use expect_test::{expect, expect_file};

use crate::program::{Folder, check};

#[test]
fn the_shipped_packs_are_listed() {
    check(
        &Folder::new(),
        &["standards", "list"],
        &expect![[r#"
        exit 0
        --- stdout
        runeframe     RuneFrameOS, an operating platform: 21 objectives, 2 tests, 7 alerts
        muppet        Muppet platform, services by kind of endpoint: 33 objectives, 1 test, 2 alerts
        tech-stack    Tech stack, a web service before and after tuning: 3 objectives, 7 alerts
        swe-platform  SWE Platform, an API that runs tools: 11 objectives, 4 tests, 1 alert
        code-engine   CODE, a deployment engine: 7 objectives, 5 tests
    "#]],
    );
}

#[test]
fn each_pack_is_shown_with_the_ids_of_its_rows() {
    let folder = Folder::new();
    let check_pack = |name: &str, expected: &expect_test::ExpectFile| {
        expected.assert_eq(&folder.run(&["standards", "show", name]).to_string());
    };
    check_pack("runeframe", &expect_file!["snapshots/pack_runeframe.txt"]);
    check_pack("muppet", &expect_file!["snapshots/pack_muppet.txt"]);
    check_pack("tech-stack", &expect_file!["snapshots/pack_tech_stack.txt"]);
    check_pack("swe-platform", &expect_file!["snapshots/pack_swe_platform.txt"]);
    check_pack("code-engine", &expect_file!["snapshots/pack_code_engine.txt"]);
}

#[test]
fn a_pack_of_ones_own_is_shown_from_its_file() {
    let folder =
        Folder::with("own.yaml", "pack: own\ntitle: Mine\nobjectives: { X1: http p95 < 1s }\n");
    check(
        &folder,
        &["standards", "show", "./own.yaml"],
        &expect![[r#"
        exit 0
        --- stdout
        own  Mine

        objectives
          X1   http p95 < 1s
    "#]],
    );
}

#[test]
fn an_unknown_pack_is_answered_with_the_nearest() {
    check(
        &Folder::new(),
        &["standards", "show", "runframe"],
        &expect![[r#"
        exit 2
        --- stderr
        error: there is no pack `runframe`
        hint: did you mean `runeframe`? shipped: `runeframe`, `muppet`, `tech-stack`, `swe-platform`, `code-engine`
    "#]],
    );
}
