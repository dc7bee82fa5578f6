//! Whom an encrypted connection trusts.

use std::path::Path;
use std::sync::Arc;

use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};

use crate::i18n::HubFault;

/// Returns the settings of encrypted connections. A file of root certificates stands for those of
/// the machine, as with libpq.
pub(super) fn config(root_certificate: Option<&Path>) -> Result<ClientConfig, HubFault> {
    let mut roots = RootCertStore::empty();
    if let Some(file) = root_certificate {
        let refused = || HubFault::RootCertificate {
            path: file.display().to_string(),
        };
        let certificates = CertificateDer::pem_file_iter(file).map_err(|_| refused())?;
        for certificate in certificates {
            let certificate = certificate.map_err(|_| refused())?;
            roots.add(certificate).map_err(|_| refused())?;
        }
        if roots.is_empty() {
            return Err(refused());
        }
    } else {
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        if roots.is_empty() {
            return Err(HubFault::NoRoots);
        }
    }
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|error| HubFault::Certificate {
            detail: error.to_string(),
        })?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}
