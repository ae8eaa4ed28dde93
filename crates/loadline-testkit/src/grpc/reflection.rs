//! Reflection, of which two versions differ in their name alone: descriptors of files by name and by symbol.

use prost::Message as _;
use prost_types::{FileDescriptorProto, FileDescriptorSet};

use super::call::{Call, NOT_FOUND, Status, UNIMPLEMENTED};
use super::messages::{
    FileDescriptors, ReflectionError, ReflectionRequest, ReflectionResponse, ServiceList,
    ServiceName,
};

pub(super) async fn serve(
    method: &str,
    call: &mut Call,
    known: &FileDescriptorSet,
) -> Result<(), Status> {
    if method != "ServerReflectionInfo" {
        return Err(Status::new(UNIMPLEMENTED, format!("unknown method {method}")));
    }
    while let Some(request) = call.next::<ReflectionRequest>().await? {
        let answer = answer(&request, known);
        call.send(&answer)?;
    }
    Ok(())
}

fn answer(request: &ReflectionRequest, known: &FileDescriptorSet) -> ReflectionResponse {
    let mut answer =
        ReflectionResponse { original_request: Some(request.clone()), ..Default::default() };
    if request.list_services.is_some() {
        answer.services = Some(ServiceList { services: services(known) });
        return answer;
    }
    let found = match (&request.file_by_filename, &request.file_containing_symbol) {
        (Some(name), _) => known.file.iter().find(|file| file.name() == name),
        (_, Some(symbol)) => known.file.iter().find(|file| defines(file, symbol)),
        _ => None,
    };
    match found {
        Some(file) => answer.files = Some(FileDescriptors { encoded: vec![file.encode_to_vec()] }),
        None => {
            let message = "not found".to_owned();
            answer.error = Some(ReflectionError { code: NOT_FOUND, message });
        }
    }
    answer
}

fn services(known: &FileDescriptorSet) -> Vec<ServiceName> {
    let of_file = |file: &FileDescriptorProto| {
        let full = |name: &str| ServiceName { name: format!("{}.{name}", file.package()) };
        file.service.iter().map(|service| full(service.name())).collect::<Vec<_>>()
    };
    known.file.iter().flat_map(of_file).collect()
}

/// Whether a file defines a service, a method, a message or an enumeration of that full name.
fn defines(file: &FileDescriptorProto, symbol: &str) -> bool {
    let Some(name) = symbol.strip_prefix(file.package()).and_then(|it| it.strip_prefix('.')) else {
        return false;
    };
    let first = name.split('.').next().unwrap_or_default();
    file.service.iter().any(|service| service.name() == first)
        || file.message_type.iter().any(|message| message.name() == first)
        || file.enum_type.iter().any(|own| own.name() == first)
}
