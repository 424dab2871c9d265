"""One file per thing a user can do; each strings the stages together and reads as the story."""
