//! The servers of histories with a hub: one for each history that runs at a time.

use std::fs;
use std::io::{Write as _, stderr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Mutex};

use postgres::{Client, NoTls};
use taizhang::store::Store;
use taizhang::store::clock::with_source;
use taizhang::store::hub::{HubAddress, HubGrant, HubRequest};

use crate::clock::SimulatedClock;
use crate::ground::{FILES, START, first_files};
use crate::server::Server;

/// Who pushes and pulls for each of [`FILES`]. The county administers the hub.
pub(crate) const LOGINS: [&str; 3] = ["postgres", "west", "east"];

/// The database that those of all seeds are copies of.
pub(crate) const MADE: &str = "made";

/// Those that no history uses.
static IDLE: Mutex<Vec<Server>> = Mutex::new(Vec::new());

/// Whether there are servers; where there are none, this is said once.
pub(crate) fn are_there() -> bool {
    static ARE: LazyLock<bool> = LazyLock::new(|| match start() {
        Ok(server) => {
            give_back(server);
            true
        }
        Err(reason) => {
            // Not through `eprintln`, which is shown of failing tests only.
            let _ = writeln!(
                stderr(),
                "the histories with a hub are left out: {reason}; install the package postgresql to run them"
            );
            false
        }
    });
    *ARE
}

/// One that nobody uses.
pub(crate) fn take() -> Result<Server, String> {
    let idle = IDLE.lock().unwrap().pop();
    idle.map_or_else(start, Ok)
}

pub(crate) fn give_back(server: Server) {
    IDLE.lock().unwrap().push(server);
}

fn start() -> Result<Server, String> {
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let server = Server::start(&format!("-simulate{number}"), false)?;
    make(&server);
    Ok(server)
}

/// Makes the hub that every history begins with. Its clock is a table.
fn make(server: &Server) {
    let client = |database| Client::connect(&server.url("postgres", database), NoTls).unwrap();
    let mut admin = client("postgres");
    for sql in [
        "CREATE ROLE west LOGIN".to_owned(),
        "CREATE ROLE east LOGIN".to_owned(),
        format!("CREATE DATABASE {MADE}"),
    ] {
        admin.batch_execute(&sql).unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("county.db");
    fs::write(&path, &first_files()[0]).unwrap();
    let clock = Arc::new(SimulatedClock::of(0, START));
    with_source(clock, || {
        let mut store = Store::open(&path).unwrap();
        let address = HubAddress::read(&server.url("postgres", MADE)).unwrap();
        store.hub_init(&address).unwrap();
        let request = HubRequest {
            address: &address,
            cancel: Arc::default(),
            report: &|_| (),
        };
        for (number, login) in LOGINS.iter().enumerate().skip(1) {
            let grant = HubGrant {
                places: FILES[number]
                    .1
                    .iter()
                    .map(|town| (*town).to_owned())
                    .collect(),
                ..HubGrant::default()
            };
            store.hub_allow(&request, login, &grant).unwrap();
        }
    });
    let clock = "CREATE TABLE public.simulated_clock AS SELECT now() AS at;
        DO $$ BEGIN
          EXECUTE replace(pg_get_functiondef('taizhang.check_chain'::regproc), 'now()',
            '(SELECT at FROM public.simulated_clock)');
        END $$";
    client(MADE).batch_execute(clock).unwrap();
}
