//! Remote modules: fetched, kept, taken from what is kept, and what is said when neither is there.

use std::cell::RefCell;
use std::path::Path;

use expect_test::expect;

use super::{Files, complaint, run};
use crate::source::remote::REMOTE_BYTES_MAX;
use crate::source::{LoadOptions, Program, SourceError};

const URL: &str = "https://modules.test/lib/1.0/main.js";

fn load(
    files: &Files,
    fetch: &dyn Fn(&str) -> Result<Vec<u8>, String>,
) -> Result<Program, SourceError> {
    let cache = Some(files.path().join("cache"));
    let options = LoadOptions { known: &|name| name == "k6", fetch, cache };
    Program::load(Path::new("main.js"), files.path(), &options)
}

fn network(url: &str) -> Result<Vec<u8>, String> {
    match url {
        URL => {
            Ok(b"import { x } from '../x.ts?v=2'; import '/root.js'; export const y = x + 1;"
                .to_vec())
        }
        "https://modules.test/lib/x.ts?v=2" => Ok(b"export const x: number = 1;".to_vec()),
        "https://modules.test/root.js" => Ok(b"print('root'); export {};".to_vec()),
        _ => Err(format!("404 for {url}")),
    }
}

fn no_network(_: &str) -> Result<Vec<u8>, String> {
    Err("connection refused".to_owned())
}

fn script() -> Files {
    Files::of(&[("main.js", &format!("import {{ y }} from '{URL}';\nprint(y);"))])
}

#[test]
fn what_a_remote_module_imports_is_relative_to_its_url() {
    let program = load(&script(), &network).unwrap();
    assert_eq!(program.warnings, Vec::<String>::new());
    expect![[r#"
        root
        2"#]]
    .assert_eq(&run(program));
}

#[test]
fn a_kept_copy_serves_when_the_network_does_not_answer() {
    let files = script();
    load(&files, &network).unwrap();
    let program = load(&files, &no_network).unwrap();
    expect![[r#"
        https://modules.test/lib/1.0/main.js could not be fetched (connection refused): the copy kept from before is used
        https://modules.test/lib/x.ts?v=2 could not be fetched (connection refused): the copy kept from before is used
        https://modules.test/root.js could not be fetched (connection refused): the copy kept from before is used"#]].assert_eq(&program.warnings.join("\n"));
    expect![[r#"
        root
        2"#]]
    .assert_eq(&run(program));
}

#[test]
fn without_network_and_copy_the_error_names_url_and_place() {
    let error = load(&script(), &no_network).unwrap_err();
    expect![[r#"
        main.js:1:19: the remote module https://modules.test/lib/1.0/main.js could not be fetched: connection refused
        hint: what was fetched once is kept and serves without network; a local file can be imported, too"#]].assert_eq(&complaint(&error));
}

#[test]
fn a_damaged_copy_is_as_good_as_none() {
    let files = script();
    load(&files, &network).unwrap();
    let cache = files.path().join("cache");
    for copy in std::fs::read_dir(&cache).unwrap() {
        let path = copy.unwrap().path();
        let mut bytes = std::fs::read(&path).unwrap();
        bytes.push(b' ');
        std::fs::write(path, bytes).unwrap();
    }
    assert!(load(&files, &no_network).is_err());
    assert!(load(&files, &network).is_ok(), "fetching again mends the copies");
    assert!(load(&files, &no_network).is_ok());
}

#[test]
fn a_copy_is_named_by_the_digest_of_its_url() {
    let files = script();
    load(&files, &network).unwrap();
    let mut names: Vec<String> = std::fs::read_dir(files.path().join("cache"))
        .unwrap()
        .map(|copy| copy.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    expect![[r#"
        054c2efc1e3f54de4b05e7cf9f5d80ef66ec5edc1d18919c70a1f4d464bc76fd
        36f0ad703f5f54b2b424024fb36e349b6efda5e884b6a63ef5790294d21e13d8
        c4e8e057f980fd2b87621f1cb73eeb4177de1afa5d2ce8e13365ab8ccc26e209"#]]
    .assert_eq(&names.join("\n"));
}

#[test]
fn a_module_beyond_the_bound_is_refused() {
    let error = load(&script(), &|_| Ok(vec![b' '; REMOTE_BYTES_MAX + 1])).unwrap_err();
    expect![[r#"
        main.js:1:19: the remote module https://modules.test/lib/1.0/main.js could not be fetched: it is larger than 10 MiB
        hint: what was fetched once is kept and serves without network; a local file can be imported, too"#]].assert_eq(&complaint(&error));
}

#[test]
fn a_folder_that_takes_no_copies_is_a_warning() {
    let files = script();
    files.write("cache", b"a file in the way");
    let program = load(&files, &network).unwrap();
    assert_eq!(program.warnings.len(), 3);
}

#[test]
fn each_url_is_fetched_once() {
    let asked = RefCell::new(Vec::new());
    let files = Files::of(&[
        ("main.js", &format!("import '{URL}'; import './b.js';")),
        ("b.js", &format!("import '{URL}';")),
    ]);
    let fetch = |url: &str| {
        asked.borrow_mut().push(url.to_owned());
        network(url)
    };
    load(&files, &fetch).unwrap();
    assert_eq!(asked.borrow().len(), 3);
}

#[test]
fn a_remote_module_cannot_name_packages() {
    let error = load(&script(), &|_| Ok(b"import 'lodash';".to_vec())).unwrap_err();
    expect![[r#"
        https://modules.test/lib/1.0/main.js:1:8: lodash could not be recognised as a module
        hint: a remote module can import builtin modules, https:// and paths that begin with ./, ../ or /"#]].assert_eq(&complaint(&error));
}

#[test]
fn a_script_can_be_remote_itself() {
    let files = Files::of(&[]);
    let options = LoadOptions { known: &|_| false, fetch: &network, cache: None };
    let program = Program::load(Path::new(URL), files.path(), &options).unwrap();
    assert_eq!(program.modules[program.entry].specifier, URL);
    assert_eq!(program.modules.len(), 3);
}
