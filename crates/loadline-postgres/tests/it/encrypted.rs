//! TLS, as the connection string asks for it.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::path::Path;

use loadline_postgres::session::{Cells as _, Session, SessionError, SessionOptions};
use loadline_testkit::postgres::Cluster;
use loadline_testkit::{TlsIdentity, unless_missing};

use crate::runtime::block_on;

/// Gives the cluster a certificate, and switches TLS on.
fn encrypt(cluster: &Cluster, identity: &TlsIdentity) {
    let data = cluster.sql("SHOW data_directory").unwrap();
    let owner = fs::metadata(&data).unwrap();
    let files =
        [("server.crt", identity.certificate_pem()), ("server.key", identity.private_key_pem())];
    for (name, content) in files {
        let path = Path::new(&data).join(name);
        fs::write(&path, content).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        chown(&path, Some(owner.uid()), Some(owner.gid())).unwrap();
    }
    cluster.sql("ALTER SYSTEM SET ssl = on").unwrap();
    cluster.sql("SELECT pg_reload_conf()").unwrap();
}

async fn connect(url: &str, parameters: &str) -> Result<Session, SessionError> {
    Session::connect(&format!("{url}?{parameters}"), &SessionOptions::default()).await
}

#[test]
fn tls_is_spoken_and_certificates_are_checked_where_that_is_asked_for() {
    let Some(cluster) = unless_missing(Cluster::start()) else { return };
    let identity = TlsIdentity::self_signed(&["localhost"]).unwrap();
    encrypt(&cluster, &identity);
    let folder = tempfile::TempDir::new().unwrap();
    let roots = folder.path().join("ca.pem");
    fs::write(&roots, identity.certificate_pem()).unwrap();
    let roots = roots.to_str().unwrap();
    let by_name = cluster.url().replace("127.0.0.1", "localhost");
    block_on(async {
        // The reload reaches the postmaster a moment after the statement returns.
        while connect(&cluster.url(), "sslmode=require").await.is_err() {
            tokio::task::yield_now().await;
        }
        let session = connect(&cluster.url(), "sslmode=require").await.unwrap();
        let row = session
            .query_one("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()", &[])
            .await;
        assert!(row.unwrap().bool("ssl").unwrap());
        assert!(
            connect(&by_name, &format!("sslmode=verify-full&sslrootcert={roots}")).await.is_ok()
        );
        let other_name =
            connect(&cluster.url(), &format!("sslmode=verify-full&sslrootcert={roots}")).await;
        assert!(matches!(other_name.unwrap_err(), SessionError::Tls { .. }));
        let stranger = connect(&by_name, "sslmode=verify-full").await.unwrap_err();
        assert!(matches!(stranger, SessionError::Tls { .. }), "{stranger:?}");
        let no_file = connect(&by_name, "sslrootcert=/no/such/file").await.unwrap_err();
        assert!(matches!(no_file, SessionError::Certificates { .. }), "{no_file:?}");
    });
}
