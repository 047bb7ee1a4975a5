Feature: Starting
  Whoever starts the system can use it at once.

  Scenario: Everything that the system needs is there
    When somebody asks whether the system is ready
    Then the answer is 200
    And it says that the database, the migrations and Redis are fine

  Scenario: The API documents itself
    When somebody opens the API's documentation
    Then the answer is 200
    And the page takes nothing from other hosts

  Scenario: The operator signs in
    When the operator signs in to the admin with the printed password
    Then the admin shows the service clients
