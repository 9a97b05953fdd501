-- The end of a contract goes with the contract: no civil servant has one, nor does annulling what came later give him one.
UPDATE person SET contract_end = NULL WHERE employment_type IN ('CPNS', 'PNS') AND contract_end IS NOT NULL;
UPDATE act SET before_contract_end = NULL WHERE before_type IN ('CPNS', 'PNS') AND before_contract_end IS NOT NULL;
