Feature: Codes
  Whoever ordered reads the codes of the order's tokens, and nobody else does.

  Background:
    Given a catalog item
    And 200 tokens in circulation

  Scenario: Every token of an order has a code of its own
    Given an order of 120 tokens by Northwind
    When Northwind reads the order's codes
    Then there are 120 different codes of five groups of five

  Scenario: Codes of tokens that are only reserved can be read
    Given an order of 3 tokens by Northwind, reserved only
    When Northwind reads the order's codes
    Then there are 3 different codes of five groups of five

  Scenario: Reading them again shows the same
    Given an order of 3 tokens by Northwind
    When Northwind reads the order's codes
    And Northwind reads the order's codes
    Then both times the codes are the same

  Scenario: A token on its own shows no code
    Given an order of 1 token by Northwind
    When Northwind looks at the token
    Then no code is shown

  Scenario: An order that waits has no codes yet
    When Northwind orders 300 tokens
    And Northwind asks for the order's codes
    Then that is refused: 409 OrderNotFulfilled

  Scenario: Codes are for the partner who ordered
    Given an order of 1 token by Northwind
    When Fabrikam asks for the order's codes
    Then that is refused: 404 NotFound
