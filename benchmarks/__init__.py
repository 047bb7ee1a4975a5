"""What the system costs, each figure beside a floor measured in the same run."""
