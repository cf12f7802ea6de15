"""Where a shop's data comes from: files as they are downloaded, and how they are read."""
