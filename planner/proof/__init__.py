"""Who believes a plan: these modules share no code with the solver."""
