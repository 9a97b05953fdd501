-- Nobody but a superuser opens the shared databases. Run by deploy/up at every start; changes nothing the second time.
REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC;
