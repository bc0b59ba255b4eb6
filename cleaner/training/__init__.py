"""Where the weights of the layout come from: simulated pages, and the fit on them."""
