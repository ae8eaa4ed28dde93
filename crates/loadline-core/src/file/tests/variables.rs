//! Which variables of the environment a file asks for.

use super::*;

#[test]
fn variables_are_found_wherever_a_text_may_stand() {
    let text = r#"
setup: [ { post: "/{{env A}}" } ]
flows:
  one:
    headers: { x: "{{secret B}}" }
    auth: { basic: "me:{{secret C}}" }
    start: [ { post: /, form: { f: "{{env D}}" } } ]
    tasks:
      - do:
          - repeat: 2
            do: [ { post: /, json: { deep: { er: "{{env E}}" } }, check: { contains: "{{env F}}" } } ]
          - parallel: [ { get: "/{{env A}}" }, { get: /x, auth: { bearer: "{{secret G}}" } } ]
    stop: [ { post: /, body: "{{env H}}" } ]
"#;
    let file = parse(text).unwrap_or_else(|errors| panic!("{errors:#?}"));
    let found: Vec<String> = file.variables().into_iter().collect();
    assert_eq!(found, ["A", "B", "C", "D", "E", "F", "G", "H"]);
}
