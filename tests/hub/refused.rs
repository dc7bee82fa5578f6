//! Hubs that cannot be used: one line, and nothing is half done.

use std::fs;

use crate::program::Folder;
use crate::server::server;
use crate::world::{HUZHEN, World};

const COMMANDS: [&str; 4] = ["push", "pull", "sync", "status"];

/// Runs every command with an address; each fails with one line that has these words.
#[track_caller]
fn each_fails(folder: &Folder, url: &str, words: &str) {
    for command in COMMANDS {
        let said = folder
            .run(&format!("--lang en hub {command} {url}"))
            .failed(2);
        assert!(said.contains(words), "{command}: {said}");
    }
}

#[test]
fn an_address_that_is_none_and_a_server_that_is_none_are_told() {
    let folder = Folder::with_ledger();
    each_fails(&folder, "hub.example", "not a usable address");
    each_fails(
        &folder,
        "postgresql://u:geheim@h:x/d",
        "not a usable address",
    );
    each_fails(
        &folder,
        "postgresql://u@127.0.0.1:1/d",
        "no connection to the server",
    );
    each_fails(
        &folder,
        "postgresql://u@%2Ftmp%2Fnone:1/d",
        "no connection to the server",
    );
    each_fails(
        &folder,
        "postgresql://u@h/d?sslmode=disable",
        "are encrypted",
    );
    each_fails(
        &folder,
        "postgresql://u@h/d?sslrootcert=none.pem",
        "no usable certificate",
    );
    let said = folder
        .run("--lang en hub init postgresql://u@127.0.0.1:1/d")
        .failed(2);
    assert!(said.contains("no connection to the server"), "{said}");
    let zh = folder.run("hub push hub.example").failed(2);
    assert!(zh.contains("地址写法不对"), "{zh}");
}

#[test]
fn a_database_that_is_no_hub_or_another_one_is_told() {
    let Some(world) = World::new() else {
        return;
    };
    let server = world.server;
    let folder = &world.folder;
    let empty = server.database();
    each_fails(folder, &server.url("postgres", &empty), "is not a hub yet");
    each_fails(
        folder,
        &server.url("postgres", "nowhere"),
        "no such database",
    );
    let taken = server.database();
    server.sql(&taken, "CREATE SCHEMA taizhang");
    each_fails(folder, &server.url("postgres", &taken), "did not make");
    let said = folder
        .run(&format!(
            "--lang en hub init {}",
            server.url("postgres", &taken)
        ))
        .failed(2);
    assert!(said.contains("did not make"), "{said}");
    // A hub of another ledger, and a newer one.
    let other = Folder::with_ledger();
    let url = world.url("postgres");
    each_fails(&other, &url, "the hub is of another ledger");
    let said = other.run(&format!("--lang en hub init {url}")).failed(2);
    assert!(said.contains("the hub is of another ledger"), "{said}");
    world.sql("UPDATE taizhang.hub SET version = 9");
    each_fails(
        folder,
        &url,
        "made by a newer program (version 9, this one knows 1)",
    );
}

#[test]
fn a_login_without_rights_makes_no_half_a_hub() {
    let Some(world) = World::new() else {
        return;
    };
    let server = world.server;
    let login = world.login();
    let database = server.database();
    let said = world
        .folder
        .run(&format!(
            "--lang en hub init {}",
            server.url(&login, &database)
        ))
        .failed(2);
    assert!(said.contains("not permitted"), "{said}");
    let left = "SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'taizhang%'";
    assert_eq!(server.sql(&database, left), "0");
    let latin = "hub_latin";
    server.sql(
        "postgres",
        &format!("CREATE DATABASE {latin} ENCODING 'LATIN1' TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'"),
    );
    let said = world
        .folder
        .run(&format!(
            "--lang en hub init {}",
            server.url("postgres", latin)
        ))
        .failed(2);
    assert!(
        said.contains("encoding of the database is LATIN1"),
        "{said}"
    );
}

#[test]
fn a_hub_without_a_free_connection_is_told() {
    let Some(world) = World::new() else {
        return;
    };
    let login = world.town("a", HUZHEN);
    world.sql(&format!("ALTER ROLE {login} CONNECTION LIMIT 0"));
    let said = world.run("push", "a", &login, "").failed(2);
    assert!(said.contains("no connection free"), "{said}");
}

#[test]
fn a_password_is_asked_for_taken_from_its_file_and_never_shown() {
    let Some(world) = World::new() else {
        return;
    };
    let login = world.town("a", HUZHEN);
    world.sql(&format!("ALTER ROLE {login} PASSWORD 'geheim'"));
    let url = format!(
        "postgresql://{login}@127.0.0.1:{}/{}",
        world.server.port, world.database
    );
    let run = |url: &str, pass_file: &str, mode: u32| {
        use std::os::unix::fs::PermissionsExt as _;
        let file = world.folder.path("pass");
        fs::write(&file, pass_file).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(mode)).unwrap();
        let mut command = world.folder.command(&[
            "--lang", "en", "--debug", "--db", "a.db", "hub", "push", url,
        ]);
        command.env("PGPASSFILE", &file).env_remove("PGPASSWORD");
        crate::program::Ran::of(&command.output().unwrap())
    };
    let said = run(&url, "", 0o600);
    assert!(said.err.contains("asks for a password"), "{}", said.err);
    for (url, file) in [
        (&url, "*:*:*:*:geheim falsch"),
        (&url.replace('@', ":geheim%20falsch@"), ""),
    ] {
        let said = run(url, file, 0o600);
        assert_eq!(said.code, 2);
        assert!(said.err.contains("refuses the login"), "{}", said.err);
        assert!(!said.err.contains("geheim"), "{}", said.err);
    }
    let said = run(&url, "*:*:*:*:geheim", 0o644);
    assert!(said.err.contains("chmod 600"), "{}", said.err);
    let said = run(&url, "*:*:*:*:geheim", 0o600);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    let log = fs::read_dir(world.folder.path("")).unwrap();
    for entry in log.map(|entry| entry.unwrap().path()) {
        if entry.to_string_lossy().ends_with("-log") {
            assert!(!fs::read_to_string(entry).unwrap().contains("geheim"));
        }
    }
}

#[test]
fn a_certificate_that_does_not_fit_is_refused() {
    let Some(world) = World::new() else {
        return;
    };
    let Some(authority) = world.server.authority() else {
        use std::io::Write as _;
        let _ = writeln!(
            std::io::stderr(),
            "certificates are left out: there is no openssl"
        );
        return;
    };
    let (port, database) = (world.server.port, &world.database);
    let ca = authority.display();
    let url =
        |host: &str, query: &str| format!("postgresql://postgres@{host}:{port}/{database}?{query}");
    let folder = &world.folder;
    for (url, words) in [
        (url("localhost", "sslmode=verify-full"), "cannot be trusted"),
        (
            url("127.0.0.1", &format!("sslmode=require&sslrootcert={ca}")),
            "cannot be trusted",
        ),
    ] {
        each_fails(folder, &url, words);
    }
    let good = url(
        "localhost",
        &format!("hostaddr=127.0.0.1&sslmode=verify-full&sslrootcert={ca}"),
    );
    folder.run(&format!("hub status {good}")).good();
}

#[test]
fn a_ledger_that_takes_signed_files_only_takes_nothing_from_a_hub() {
    let Some(world) = World::new() else {
        return;
    };
    let a = world.town("a", HUZHEN);
    world.add("a", "甲馆", HUZHEN, "40");
    world.run("push", "a", &a, "").good();
    let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILM+rvN+ot98qgEN796jTiQfZfG1KaT0PtFDJ/XFSqti";
    world.folder.write("id.pub", key);
    world.folder.run("signers add 壶镇镇 --key id.pub").good();
    world.folder.run("signers require").good();
    let said = world.run("pull", "taizhang", "postgres", "").failed(2);
    assert!(said.contains("signed files only"), "{said}");
    // What it has it may still give.
    world.run("push", "taizhang", "postgres", "").good();
}

#[test]
fn without_a_server_the_tests_say_so() {
    // Whether there is one or not, this is where it is asked for.
    let _ = server();
}
