//! Values filled in: in paths, headers and bodies, escaped where they stand in JSON.

use super::*;

/// What the only step of these sends in its last line, with `saved` as every saved value.
fn check_body(step: &str, saved: &str, expected: &str) {
    let plan = steps(step);
    let sent = sent(&plan, plan.steps().last().unwrap(), Some(saved));
    let (_, body) = sent.split_once("\r\n\r\n").unwrap();
    assert_eq!(body, expected);
    assert_eq!(header(&sent, "content-length"), [body.len().to_string()]);
}

const SAVING: &str = r#"{ get: /first, save: { it: $.it } }"#;

#[test]
fn users_iterations_and_random_numbers_are_filled_in() {
    let plan =
        steps(r#"{ get: "/u/{{user}}/i/{{iteration}}?r={{random 1 1}}&s={{random -5 -5}}" }"#);
    let line = request_line(&plan, plan.steps().next().unwrap());
    assert_eq!(line, "GET /u/7/i/3?r=1&s=-5 HTTP/1.1");
}

#[test]
fn random_numbers_are_drawn_anew_and_stay_within_their_bounds() {
    let plan = steps(r#"{ get: "/{{random 1 6}}" }"#);
    let Wire::Written(written) = &plan.steps().next().unwrap().wire else {
        panic!("a path with a random number is not constant")
    };
    let values = Values { user: 1, iteration: 1, saved: Vec::new(), rows: Rows::default() };
    let mut random = fastrand::Rng::with_seed(1);
    let mut seen = [0; 7];
    for _ in 0..600 {
        let mut letter = Letter::default();
        let mut draws = Draws { random: &mut random, count: &|| 0 };
        written.write(&mut letter, loadline_core::file::Method::Get, &values, &mut draws);
        seen[usize::from(letter.written["GET /".len()] - b'0')] += 1;
    }
    assert_eq!(seen[0], 0);
    assert!(seen[1..].iter().all(|count| *count > 50), "{seen:?}");
}

#[test]
fn a_saved_value_is_escaped_inside_json_and_nowhere_else() {
    let nasty = "a \"quote\", a \\ and\na line \u{1} é";
    let json = r#"{ put: /second, json: { text: "<{{it}}>", same: 1 } }"#;
    check_body(
        &format!("{SAVING}, {json}"),
        nasty,
        r#"{"text":"<a \"quote\", a \\ and\na line \u0001 é>","same":1}"#,
    );
    let text = r#"{ put: /second, body: "<{{it}}>" }"#;
    check_body(&format!("{SAVING}, {text}"), nasty, &format!("<{nasty}>"));
}

#[test]
fn numbers_stand_in_json_without_quotes() {
    let json =
        r#"{ post: /, json: { user: "{{user}}", at: "{{iteration}}", mixed: "u{{user}}" } }"#;
    check_body(json, "", r#"{"user":7,"at":3,"mixed":"u7"}"#);
}

#[test]
fn a_saved_value_cannot_leave_its_header_or_its_path() {
    let step = r#"{ get: "/x/{{it}}/y", headers: { x-it: "<{{it}}>" } }"#;
    let plan = steps(&format!("{SAVING}, {step}"));
    let sent = sent(&plan, plan.steps().last().unwrap(), Some("a b\r\nevil: 1"));
    assert!(sent.starts_with("GET /x/a%20b%0D%0Aevil:%201/y HTTP/1.1\r\n"), "{sent}");
    assert_eq!(header(&sent, "x-it"), ["<a bevil: 1>"]);
    assert!(header(&sent, "evil").is_empty());
}

#[test]
fn a_header_whose_value_is_not_saved_yet_is_left_out() {
    let text = r#"
flows:
  one:
    start: [ { post: /login, save: { token: $.token } } ]
    headers: { authorization: "Bearer {{token}}", x-plain: "yes" }
    tasks: [ { do: [ { get: / } ] } ]
"#;
    let plan = plan(&parse(text).unwrap(), TARGET).unwrap();
    let login = sent(&plan, plan.steps().next().unwrap(), None);
    assert!(header(&login, "authorization").is_empty(), "{login}");
    assert_eq!(header(&login, "x-plain"), ["yes"]);
    let later = sent(&plan, plan.steps().nth(1).unwrap(), Some("secret"));
    assert_eq!(header(&later, "authorization"), ["Bearer secret"]);
}

#[test]
fn the_same_name_is_the_same_value_everywhere() {
    let second = r#"{ get: "/{{it}}", save: { other: $.o } }, { get: "/{{other}}/{{it}}" }"#;
    let plan = steps(&format!("{SAVING}, {second}"));
    assert_eq!(plan.slots.len(), 2);
    let saves: Vec<_> = plan.steps().flat_map(|step| &step.saves).map(|save| save.slot).collect();
    assert_eq!(saves, [0, 1]);
}

#[test]
fn generators_give_what_they_say() {
    let plan = steps(
        r#"{ get: "/{{random text 12}}/{{one of red green}}/{{uuid}}/{{counter}}/{{now}}" }"#,
    );
    let line = request_line(&plan, plan.steps().next().unwrap());
    let parts: Vec<&str> = line.split(['/', ' ']).skip(2).take(5).collect();
    let [text, color, uuid, counter, now] = parts[..] else { panic!("{line}") };
    assert!(text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{text}");
    assert!(["red", "green"].contains(&color));
    let groups: Vec<usize> = uuid.split('-').map(str::len).collect();
    assert_eq!(groups, [8, 4, 4, 4, 12], "{uuid}");
    assert!(uuid.as_bytes()[14] == b'4' && b"89ab".contains(&uuid.as_bytes()[19]), "{uuid}");
    assert_eq!(counter, "42");
    assert!(now.len() == 13 && now.parse::<u64>().is_ok(), "{now}");
}

#[test]
fn a_bad_regular_expression_is_told_with_its_place() {
    let error = plan(&file("{ get: /, save: { it: { regex: 'a(b' } } }", ""), TARGET).unwrap_err();
    assert_eq!(error.to_string(), "`a(b` is not a regular expression: unclosed group");
    assert_eq!(error.place().unwrap().line, 6);
}
