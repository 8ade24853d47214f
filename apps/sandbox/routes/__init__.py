"""The operations of the contract that the sandbox answers, one module per family."""
