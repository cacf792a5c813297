"""How letters and notices leave: the outbox and its channels. Nothing here is called inside an act's transaction."""
