Feature: Minting
  Operators mint tokens of a catalog item, a handful or a billion at a time.

  Background:
    Given a catalog item

  Scenario: Minted tokens come into circulation
    When the operator mints 1,000 tokens
    Then minting has started
    And it completes
    And the item's tokens are
      | minted | circulated | reserved | activated | redeemed | voided |
      | 1,000  | 1,000      | 0        | 0         | 0        | 0      |

  Scenario: A billion tokens take seconds
    When the operator mints 1,000,000,000 tokens
    Then it completes within 10 seconds
    And the item's tokens are
      | minted        | circulated    |
      | 1,000,000,000 | 1,000,000,000 |

  Scenario: Whoever mints sees how far it is
    When the operator mints 1,000,000,000 tokens
    Then its progress only grows, until all are minted

  Scenario: A mint that is canceled under way puts nothing into circulation
    When the operator cancels a mint of 1,000,000,000 tokens while it is under way
    Then it ends canceled
    And what was minted until then is void

  Scenario: A completed mint can no longer be canceled
    Given 10 tokens in circulation
    When the operator cancels the mint
    Then that is refused: 409 MintRequestAlreadyCompleted

  Scenario: Voiding a mint request voids whatever was not redeemed
    Given 100 tokens in circulation
    And an order of 10 tokens by Northwind
    And the storefront redeemed 1 of its codes
    When the operator voids the mint request
    Then that succeeds
    And the item's tokens are
      | minted | circulated | reserved | activated | redeemed | voided |
      | 100    | 0          | 0        | 0         | 1        | 99     |
