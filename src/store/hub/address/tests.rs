use std::os::unix::fs::PermissionsExt as _;

use super::*;
use crate::i18n::{Lang, Say as _};

fn read(url: &str) -> Result<HubAddress, HubFault> {
    HubAddress::with(url, &HubEnvironment::default())
}

fn password(address: &HubAddress) -> Option<&[u8]> {
    address.config.get_password()
}

fn file(folder: &tempfile::TempDir, name: &str, text: &str, mode: u32) -> PathBuf {
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
    path
}

#[test]
fn what_leaves_the_machine_is_encrypted() {
    for (url, is_encrypted) in [
        ("postgresql://u@hub.example/db", true),
        ("postgres://u@hub.example/db?sslmode=prefer", true),
        ("postgresql://u@hub.example/db?sslmode=verify-full", true),
        ("postgresql://u@10.0.0.1/db?sslmode=require", true),
        ("postgresql://u@localhost/db", false),
        ("postgresql://u@127.0.0.1:5433/db", false),
        ("postgresql://u@[::1]/db", false),
        ("postgresql://u@localhost/db?sslmode=require", true),
        ("postgresql://u@localhost,hub.example/db", true),
        ("postgresql://u@localhost/db?hostaddr=10.0.0.1", true),
        ("postgresql:///db?host=/run/postgresql&user=u", false),
        ("postgresql://u@%2Frun%2Fpostgresql/db", false),
    ] {
        assert_eq!(read(url).unwrap().is_encrypted, is_encrypted, "{url}");
    }
    let plain = read("postgresql://u@hub.example/db?sslmode=disable");
    assert_eq!(plain.unwrap_err(), HubFault::Unencrypted);
}

#[test]
fn what_is_no_address_is_refused() {
    for url in [
        "",
        "hub.example",
        "http://hub.example/",
        "host=hub.example user=u",
        "postgresql://",
        "postgresql:///db",
        "postgresql://u@hub.example:port/db",
        "postgresql://u@hub.example/db?colour=red",
        "postgresql://u@hub.example/db?sslmode=maybe",
        "postgresql://u@hub.example/db?sslrootcert",
        "postgresql://u@hub.example/db?sslrootcert=%2",
    ] {
        assert_eq!(read(url).unwrap_err(), HubFault::BadUrl, "{url}");
    }
}

#[test]
fn a_password_is_in_no_words() {
    let url = "postgresql://u:geheim%20!@hub.example/db?sslmode=require";
    let address = read(url).unwrap();
    assert_eq!(password(&address), Some(b"geheim !".as_slice()));
    let wrong = read("postgresql://u:geheim@hub.example:geheim/db?geheim=1").unwrap_err();
    for words in [
        address.shown(),
        format!("{address:?}"),
        format!("{wrong:?}"),
        wrong.say(Lang::Zh),
        wrong.say(Lang::En),
    ] {
        assert!(!words.contains("geheim"), "{words}");
    }
    assert_eq!(address.shown(), "u@hub.example:5432/db");
}

#[test]
fn a_password_comes_from_the_nearest_place() {
    let folder = tempfile::tempdir().unwrap();
    let mut environment = HubEnvironment {
        pass_file: Some(file(&folder, "pass", "*:*:*:u:of the file", 0o600)),
        ..HubEnvironment::default()
    };
    let taken = |url: &str, environment: &HubEnvironment| {
        let address = HubAddress::with(url, environment).unwrap();
        String::from_utf8(password(&address).unwrap().to_vec()).unwrap()
    };
    let url = "postgresql://u@hub.example/db";
    assert_eq!(taken(url, &environment), "of the file");
    environment.password = Some("of the variable".to_owned());
    assert_eq!(taken(url, &environment), "of the variable");
    assert_eq!(
        taken("postgresql://u:own@hub.example/db", &environment),
        "own"
    );
}

#[test]
fn a_password_file_that_others_may_read_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(&folder, "pass", "*:*:*:u:secret", 0o640);
    let environment = HubEnvironment {
        pass_file: Some(path.clone()),
        ..HubEnvironment::default()
    };
    let refused = HubAddress::with("postgresql://u@hub.example/db", &environment);
    let path = path.display().to_string();
    assert_eq!(refused.unwrap_err(), HubFault::PassFileOpen { path });
}

#[test]
fn a_service_fills_what_the_address_leaves_out() {
    let folder = tempfile::tempdir().unwrap();
    let text = "[hub]\nhost=hub.example\nport=5433\ndbname=db\nuser=u\npassword=secret\nsslrootcert=/ca.pem\ngssencmode=disable\n[bad]\nhost=h\nport=x\n";
    let environment = HubEnvironment {
        service: Some("hub".to_owned()),
        service_files: vec![
            folder.path().join("none"),
            file(&folder, "services", text, 0o644),
        ],
        ..HubEnvironment::default()
    };
    let address = HubAddress::with("postgresql://", &environment).unwrap();
    assert_eq!(address.shown(), "u@hub.example:5433/db");
    assert_eq!(password(&address), Some(b"secret".as_slice()));
    assert_eq!(address.root_certificate, Some("/ca.pem".into()));
    assert!(address.is_encrypted);
    let own = HubAddress::with("postgresql://v@other.example/", &environment).unwrap();
    // An address with a host has a port too.
    assert_eq!(own.shown(), "v@other.example:5432/db");
    for (service, fault) in [
        (
            "bad",
            HubFault::BadService {
                service: "bad".to_owned(),
            },
        ),
        (
            "none",
            HubFault::NoService {
                service: "none".to_owned(),
            },
        ),
    ] {
        let url = format!("postgresql://?service={service}");
        assert_eq!(
            HubAddress::with(&url, &environment).unwrap_err(),
            fault,
            "{url}"
        );
    }
}
