//! Where a hub is, and how it is logged in to: the address that was given, and what the files and
//! variables of PostgreSQL's own programs add to it. A password is in no message.

use std::fs;
use std::net::IpAddr;
use std::os::unix::fs::MetadataExt as _;
use std::path::PathBuf;
use std::time::Duration;

use postgres::Config;
use postgres::config::{Host, SslMode};

use super::environment::HubEnvironment;
use super::pass_file::{self, PassKey};
use super::service_file;
use crate::i18n::HubFault;

/// How addresses begin.
const SCHEMES: [&str; 2] = ["postgresql://", "postgres://"];
const PORT: u16 = 5432;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);
/// After how long a server that answers nothing is given up.
const DEAD_AFTER: Duration = Duration::from_mins(1);

/// Settings of a service that are taken up; others are for other programs.
const OF_SERVICE: [&str; 8] = [
    "host",
    "hostaddr",
    "port",
    "dbname",
    "user",
    "password",
    "sslmode",
    "sslrootcert",
];

/// Where a hub is.
#[derive(Clone, Debug)]
pub struct HubAddress {
    pub(super) config: Config,
    /// Whether the connection is encrypted and the certificate verified.
    pub(super) is_encrypted: bool,
    /// A file with the certificates that are trusted besides.
    pub(super) root_certificate: Option<PathBuf>,
}

impl HubAddress {
    /// Reads an address, with what the process was started with.
    ///
    /// # Errors
    /// When it is no address, it names a service that there is not, the connection would not be
    /// encrypted, or others may read the password file.
    pub fn read(url: &str) -> Result<Self, HubFault> {
        Self::with(url, &HubEnvironment::of_process())
    }

    pub(super) fn with(url: &str, environment: &HubEnvironment) -> Result<Self, HubFault> {
        if !SCHEMES.iter().any(|scheme| url.starts_with(scheme)) {
            return Err(HubFault::BadUrl);
        }
        let (place, query) = url.split_once('?').unwrap_or((url, ""));
        let mut own = OwnSettings::default();
        let mut others = Vec::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (key, value) = pair.split_once('=').ok_or(HubFault::BadUrl)?;
            if !own.take(key, &decoded(value)?)? {
                others.push(pair);
            }
        }
        let mut config: Config = format!("{place}?{}", others.join("&"))
            .parse()
            .map_err(|_| HubFault::BadUrl)?;
        if let Some(service) = own.service.take().or_else(|| environment.service.clone()) {
            take_service(&mut config, &mut own, &service, environment)?;
        }
        let no_host = config.get_hosts().is_empty() && config.get_hostaddrs().is_empty();
        if no_host {
            return Err(HubFault::BadUrl);
        }
        let is_encrypted = own.is_encrypted(is_local(&config))?;
        config
            .application_name("taizhang")
            .ssl_mode(if is_encrypted {
                SslMode::Require
            } else {
                SslMode::Disable
            })
            .keepalives_idle(DEAD_AFTER)
            .tcp_user_timeout(DEAD_AFTER);
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT_TIMEOUT);
        }
        take_password(&mut config, environment)?;
        Ok(Self {
            config,
            is_encrypted,
            root_certificate: own.root_certificate,
        })
    }

    /// Returns the address without its password, for messages.
    #[must_use]
    pub fn shown(&self) -> String {
        let key = key_of(&self.config);
        let user = self.config.get_user().unwrap_or_default();
        let at = if user.is_empty() { "" } else { "@" };
        let database = key.database;
        let host = host_words(&self.config);
        format!("{user}{at}{host}:{}/{database}", key.port)
    }
}

/// Settings of an address that are not the client's.
#[derive(Default)]
struct OwnSettings {
    service: Option<String>,
    mode: Option<String>,
    root_certificate: Option<PathBuf>,
}

impl OwnSettings {
    /// Takes a setting up if it is one of these; what was given first counts.
    fn take(&mut self, key: &str, value: &str) -> Result<bool, HubFault> {
        let value = value.to_owned();
        match key {
            "service" => {
                self.service.get_or_insert(value);
            }
            "sslmode" => {
                self.mode.get_or_insert(value);
            }
            "sslrootcert" if value.is_empty() => return Err(HubFault::BadUrl),
            "sslrootcert" => {
                self.root_certificate.get_or_insert(value.into());
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn is_encrypted(&self, is_local: bool) -> Result<bool, HubFault> {
        match self.mode.as_deref() {
            None | Some("prefer" | "allow") => Ok(!is_local),
            Some("require" | "verify-ca" | "verify-full") => Ok(true),
            Some("disable") if is_local => Ok(false),
            Some("disable") => Err(HubFault::Unencrypted),
            Some(_) => Err(HubFault::BadUrl),
        }
    }
}

/// Adds the settings of a service where the address has none of its own.
fn take_service(
    config: &mut Config,
    own: &mut OwnSettings,
    service: &str,
    environment: &HubEnvironment,
) -> Result<(), HubFault> {
    let files = environment.service_files.iter();
    let mut texts = files.filter_map(|file| fs::read_to_string(file).ok());
    let settings = texts
        .find_map(|text| service_file::find(&text, service))
        .ok_or_else(|| HubFault::NoService {
            service: service.to_owned(),
        })?;
    let has_host = !(config.get_hosts().is_empty() && config.get_hostaddrs().is_empty());
    let has_port = !config.get_ports().is_empty();
    let bad = || HubFault::BadService {
        service: service.to_owned(),
    };
    for (key, value) in &settings {
        if !OF_SERVICE.contains(&key.as_str()) || own.take(key, value).map_err(|_| bad())? {
            continue;
        }
        match key.as_str() {
            "host" if !has_host => {
                for host in value.split(',') {
                    config.host(host);
                }
            }
            "hostaddr" if !has_host => {
                for address in value.split(',') {
                    config.hostaddr(address.trim().parse().map_err(|_| bad())?);
                }
            }
            "port" if !has_port => {
                for port in value.split(',') {
                    config.port(port.trim().parse().map_err(|_| bad())?);
                }
            }
            "dbname" if config.get_dbname().is_none() => {
                config.dbname(value);
            }
            "user" if config.get_user().is_none() => {
                config.user(value);
            }
            "password" if config.get_password().is_none() => {
                config.password(value);
            }
            _ => {}
        }
    }
    Ok(())
}

/// Takes the password from the environment where neither the address nor a service has one.
fn take_password(config: &mut Config, environment: &HubEnvironment) -> Result<(), HubFault> {
    if config.get_password().is_some() {
        return Ok(());
    }
    if let Some(password) = &environment.password {
        config.password(password);
        return Ok(());
    }
    let Some(file) = &environment.pass_file else {
        return Ok(());
    };
    let Ok(about) = fs::metadata(file) else {
        return Ok(());
    };
    if about.mode() & 0o077 != 0 {
        return Err(HubFault::PassFileOpen {
            path: file.display().to_string(),
        });
    }
    let text = fs::read_to_string(file).unwrap_or_default();
    let found = pass_file::find(&text, &key_of(config));
    if let Some(password) = found {
        config.password(password);
    }
    Ok(())
}

/// Returns what a line of the password file is looked up by. Of several hosts the first one counts.
fn key_of(config: &Config) -> PassKey<'_> {
    let user = config.get_user().unwrap_or_default();
    PassKey {
        host: match config.get_hosts().first() {
            Some(Host::Tcp(host)) => host,
            Some(Host::Unix(folder)) => folder.to_str().unwrap_or_default(),
            None => "",
        },
        port: config.get_ports().first().copied().unwrap_or(PORT),
        database: config.get_dbname().unwrap_or(user),
        user,
    }
}

fn host_words(config: &Config) -> String {
    match (config.get_hosts().first(), config.get_hostaddrs().first()) {
        (Some(Host::Tcp(host)), _) => host.clone(),
        (Some(Host::Unix(folder)), _) => folder.display().to_string(),
        (None, Some(address)) => address.to_string(),
        (None, None) => String::new(),
    }
}

/// Returns whether no byte leaves the machine.
fn is_local(config: &Config) -> bool {
    let addresses = config.get_hostaddrs();
    if !addresses.is_empty() {
        return addresses.iter().all(IpAddr::is_loopback);
    }
    config.get_hosts().iter().all(|host| match host {
        Host::Unix(_) => true,
        Host::Tcp(name) => {
            let address = name.parse::<IpAddr>();
            name == "localhost" || address.is_ok_and(|address| address.is_loopback())
        }
    })
}

/// Decodes `%20` and the like.
fn decoded(text: &str) -> Result<String, HubFault> {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
        let (Some(high), Some(low)) = (digit(rest.next()), digit(rest.next())) else {
            return Err(HubFault::BadUrl);
        };
        bytes.push(u8::try_from(high * 16 + low).unwrap_or_default());
    }
    String::from_utf8(bytes).map_err(|_| HubFault::BadUrl)
}

#[cfg(test)]
mod tests;
