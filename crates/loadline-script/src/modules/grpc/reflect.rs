//! Asking a server what it offers: reflection, in the version that it knows.

use std::collections::BTreeMap;
use std::rc::Rc;

use prost::Message;
use prost_reflect::DescriptorPool;
use prost_reflect::prost_types::FileDescriptorProto;

use super::conversation::{Conversation, framed};
use super::status::{OK, Status, UNIMPLEMENTED};
use super::unary::{Ask, begin};

/// The methods, the newest first.
pub(super) const PATHS: [&str; 2] = [
    "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
    "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo",
];
/// Files a server may describe itself in.
const FILES_MAX: usize = 10_000;

/// A question; one of the fields is set.
#[derive(Clone, PartialEq, Message)]
struct Question {
    #[prost(string, optional, tag = "3")]
    file: Option<String>,
    #[prost(string, optional, tag = "4")]
    symbol: Option<String>,
    #[prost(string, optional, tag = "7")]
    services: Option<String>,
}

/// An answer; one of the fields is set.
#[derive(Clone, PartialEq, Message)]
struct Reply {
    #[prost(message, optional, tag = "4")]
    files: Option<Files>,
    #[prost(message, optional, tag = "6")]
    services: Option<Services>,
    #[prost(message, optional, tag = "7")]
    error: Option<Refusal>,
}

#[derive(Clone, PartialEq, Message)]
struct Files {
    #[prost(bytes = "vec", repeated, tag = "1")]
    encoded: Vec<Vec<u8>>,
}

#[derive(Clone, PartialEq, Message)]
struct Services {
    #[prost(message, repeated, tag = "1")]
    all: Vec<Service>,
}

#[derive(Clone, PartialEq, Message)]
struct Service {
    #[prost(string, tag = "1")]
    name: String,
}

#[derive(Clone, PartialEq, Message)]
struct Refusal {
    #[prost(int32, tag = "1")]
    code: i32,
    #[prost(string, tag = "2")]
    message: String,
}

/// Everything the server offers.
pub(super) async fn reflect(mut ask: Ask) -> Result<DescriptorPool, String> {
    let mut last = Status::new(UNIMPLEMENTED, "");
    for path in PATHS {
        path.clone_into(&mut ask.path);
        match reflect_at(&ask).await {
            Ok(pool) => return Ok(pool),
            Err(Asked::Wrong(why)) => return Err(format!("error invoking reflect API: {why}")),
            Err(Asked::Ended(status)) if status.code == UNIMPLEMENTED => last = status,
            Err(Asked::Ended(status)) => {
                return Err(format!("error invoking reflect API: {}", status.message));
            }
        }
    }
    Err(format!(
        "error invoking reflect API: rpc error: code = Unimplemented desc = {}",
        last.message
    ))
}

/// Why there is no answer.
enum Asked {
    Ended(Status),
    Wrong(String),
}

async fn reflect_at(ask: &Ask) -> Result<DescriptorPool, Asked> {
    let conversation = Rc::new(begin(ask).await.map_err(Asked::Ended)?);
    let question = Question { services: Some("*".to_owned()), ..Question::default() };
    let services = put(&conversation, &question).await?.services.unwrap_or_default();
    let mut files = BTreeMap::new();
    for service in services.all {
        let question = Question { symbol: Some(service.name), ..Question::default() };
        take_files(&mut files, put(&conversation, &question).await?)?;
    }
    while let Some(missing) = missing_import(&files) {
        let question = Question { file: Some(missing.clone()), ..Question::default() };
        take_files(&mut files, put(&conversation, &question).await?)?;
        if !files.contains_key(&missing) {
            return Err(Asked::Wrong(format!("the server does not describe {missing}")));
        }
    }
    let mut pool = DescriptorPool::new();
    let added = pool.add_file_descriptor_protos(files.into_values());
    added.map(|()| pool).map_err(|error| Asked::Wrong(error.to_string()))
}

/// Asks one question and waits for its answer.
async fn put(conversation: &Conversation, question: &Question) -> Result<Reply, Asked> {
    let message = framed(&question.encode_to_vec(), usize::MAX).map_err(Asked::Ended)?;
    // A call that is over already says why when it is asked.
    let _ = conversation.send(&message, false).await;
    let news = conversation.next().await;
    let Some(first) = news.messages.first() else {
        let status = news.end.map(|end| end.status).filter(|status| status.code != OK);
        let silent = || Status::new(UNIMPLEMENTED, "the server does not answer");
        return Err(Asked::Ended(status.unwrap_or_else(silent)));
    };
    let reply = Reply::decode(first.as_slice()).map_err(|error| Asked::Wrong(error.to_string()))?;
    match reply.error {
        Some(refusal) => Err(Asked::Wrong(refusal.message)),
        None => Ok(reply),
    }
}

fn take_files(
    files: &mut BTreeMap<String, FileDescriptorProto>,
    reply: Reply,
) -> Result<(), Asked> {
    for encoded in reply.files.unwrap_or_default().encoded {
        let file = FileDescriptorProto::decode(encoded.as_slice())
            .map_err(|error| Asked::Wrong(error.to_string()))?;
        files.insert(file.name().to_owned(), file);
    }
    let most = FILES_MAX;
    if files.len() > most {
        return Err(Asked::Wrong(format!("the server describes itself in more than {most} files")));
    }
    Ok(())
}

/// A file that another imports and that has not come yet.
fn missing_import(files: &BTreeMap<String, FileDescriptorProto>) -> Option<String> {
    let imports = files.values().flat_map(|file| &file.dependency);
    imports.into_iter().find(|import| !files.contains_key(*import)).cloned()
}
