"""What is done for customers: messages, journeys and campaigns. Decides and writes; `deliver` sends."""
