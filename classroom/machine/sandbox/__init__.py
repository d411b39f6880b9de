"""Where strangers' code runs: one throwaway room a submission, and a wire of plain data to it."""
