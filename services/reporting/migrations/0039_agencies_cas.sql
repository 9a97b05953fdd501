-- By which CA the certificate of each is (SHA-256 of its public key, hexadecimal), as far as it is known.
ALTER TABLE agency ADD COLUMN certificate_ca text;
