"""Where things are kept: engine, transactions, history, migrations, backups. No Qt."""
