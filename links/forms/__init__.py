"""Forms about links that more than one door needs: recipients, expiry, batches."""
