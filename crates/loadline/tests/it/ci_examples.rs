//! The examples of docs/guides/ci.md: files that a CI system can read, with arguments that exist.

use std::collections::BTreeSet;
use std::path::PathBuf;

use loadline_core::file::parse;
use saphyr_parser::{Event, Parser};

use crate::program::Folder;

fn example(name: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../examples/ci");
    std::fs::read_to_string(folder.join(name)).unwrap()
}

/// The texts of a YAML file, keys and values alike, each with its depth.
fn texts(yaml: &str) -> Vec<(usize, String)> {
    let mut depth = 0;
    let mut texts = Vec::new();
    for event in Parser::new_from_str(yaml) {
        match event.unwrap().0 {
            Event::MappingStart(..) | Event::SequenceStart(..) => depth += 1,
            Event::MappingEnd | Event::SequenceEnd => depth -= 1,
            Event::Scalar(text, ..) => texts.push((depth, text.into_owned())),
            _ => {}
        }
    }
    texts
}

/// The options of `loadline run` that a text names.
fn options(text: &str) -> BTreeSet<String> {
    let words = text.split_whitespace().skip_while(|word| *word != "run");
    words.filter(|word| word.starts_with("--")).map(str::to_owned).collect()
}

fn check(name: &str, keys: &[&str]) {
    let texts = texts(&example(name));
    for key in keys {
        assert!(texts.iter().any(|(_, text)| text == key), "{name} has no `{key}`");
    }
    let runs: Vec<&String> =
        texts.iter().map(|(_, text)| text).filter(|text| text.contains("loadline run ")).collect();
    assert_eq!(runs.len(), 1, "{name}: {runs:?}");
    let help = Folder::new().run(&["run", "--help"]).stdout;
    for option in options(runs[0]) {
        assert!(help.contains(&option), "{name}: `loadline run` has no `{option}`");
    }
}

#[test]
fn the_workflow_of_github_can_be_read_and_its_arguments_exist() {
    check("github-actions.yml", &["on", "pull_request", "permissions", "jobs", "runs-on", "steps"]);
}

#[test]
fn the_pipeline_of_gitlab_can_be_read_and_its_arguments_exist() {
    check("gitlab-ci.yml", &["stages", "image", "rules", "script", "artifacts", "junit"]);
}

#[test]
fn the_service_s_file_is_one() {
    let file = parse(&example("loadline.yaml")).unwrap();
    assert_eq!((file.objectives.len(), file.tests.len()), (3, 1));
}
