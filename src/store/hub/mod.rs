//! The hub: a PostgreSQL database that carries the changes of many ledger files. The program does
//! not run on it: it sends what the hub lacks, takes in what the file lacks, and both sides check
//! the chain.

mod address;
mod allow;
mod batch;
mod connection;
mod environment;
mod error;
mod gathering;
mod heads;
mod packs;
mod pass_file;
mod pull;
mod push;
mod request;
mod schema;
mod service_file;
mod state;
mod state_rows;
mod status;
mod tls;
mod views;

pub use self::address::HubAddress;
pub use self::allow::HubGrant;
pub use self::error::{HubError, Result};
pub use self::pull::HubPulled;
pub use self::push::HubPushed;
pub use self::request::{HubProgress, HubRequest};
pub use self::schema::HubMade;
pub use self::status::HubStatus;
